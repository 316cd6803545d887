"""What a tenant settles for itself: its keys, and policies of its own in releases that never change."""

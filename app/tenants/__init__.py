"""What a tenant settles for itself: policies of its own, in releases that never change."""

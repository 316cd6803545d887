"""What was sent to whom: it fills a thread, and tells of text and invitations that went to many."""

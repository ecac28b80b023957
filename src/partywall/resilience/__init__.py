"""What survives: which resources stop when a zone, a Region, a key or another resource is lost."""

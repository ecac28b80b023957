"""Who can become whom: the shortest ways to administrator, each step a decided request."""

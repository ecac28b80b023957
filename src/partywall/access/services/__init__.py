"""Rules that one service adds to the decision of a request; one module a service."""

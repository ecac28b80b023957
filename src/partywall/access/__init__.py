"""Who can do what: IAM's policy language, the decision of one request, and what follows from it."""

"""The layers of a decision: each says what it allows and denies, and by which statements."""

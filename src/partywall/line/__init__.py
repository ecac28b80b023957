"""Whose job it is: layers, parties, and the line of every resource type."""

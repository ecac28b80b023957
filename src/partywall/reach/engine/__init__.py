"""Whether packets arrive: what filters admit, where routes lead, and both together."""

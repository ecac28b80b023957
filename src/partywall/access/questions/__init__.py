"""Questions that people ask of an estate, each answered by decided requests."""

"""The use cases; each ends in one Report tree, which is all that renderers see."""

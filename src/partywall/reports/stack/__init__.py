"""The stack of layers as a picture: what stands in it, where it stands, how it is drawn."""

"""What a table of rows cannot say: one module a service, one function a `shape`.

A shape is called after the rows of its table were applied. It gets the values of all arguments
(with an `Unknown` for each that is not known), the properties so far and the resource's address,
changes the properties in place, and returns further resources and fragments, if any, as `Piece`s.
"""

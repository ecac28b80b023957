"""Proofs of the customer's half: one module a service, one function a control."""

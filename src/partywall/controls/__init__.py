"""Proofs of the customer's half: one module or package a service, one function a control."""

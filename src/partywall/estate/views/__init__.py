"""Typed views, one module a service: names that a control can be read by."""

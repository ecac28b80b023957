"""Typed views, one module or package a service: names that a control can be read by."""

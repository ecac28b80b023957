"""Terraform's functions, over the values of `values`; one module a family."""

from partywall.sources.terraform_hcl.functions.registry import call, known_functions

__all__ = ["call", "known_functions"]

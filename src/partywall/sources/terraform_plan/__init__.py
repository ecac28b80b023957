"""Terraform plans, as `terraform show -json` writes them."""

from partywall.sources.terraform_plan.reader import read_plan

__all__ = ["read_plan"]

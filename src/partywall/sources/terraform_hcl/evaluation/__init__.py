"""Terraform's expressions worked out without Terraform, as far as the sources tell."""

from partywall.sources.terraform_hcl.evaluation.evaluate import Evaluation, Instance, evaluate
from partywall.sources.terraform_hcl.evaluation.settings import Settings

__all__ = ["Evaluation", "Instance", "Settings", "evaluate"]

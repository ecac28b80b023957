"""CloudFormation templates, SAM templates and CDK assemblies, read into the estate."""

from partywall.sources.cloudformation.assembly import is_assembly, read_assembly
from partywall.sources.cloudformation.reader import read_template

__all__ = ["is_assembly", "read_assembly", "read_template"]

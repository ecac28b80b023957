"""Elastic Beanstalk, as controls see it."""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Unknown

BY_TEMPLATE = Unknown("set by the saved configuration, if at all")


class Environment(View):
    """AWS::ElasticBeanstalk::Environment."""

    types = ("AWS::ElasticBeanstalk::Environment",)

    def option(self, namespace: str, name: str) -> Node:
        """An option; when it is not written and a saved configuration is used, not known."""
        unsure: Unknown | None = None
        settings = self.at("OptionSettings")
        for entry in settings.items():
            meant: Truth = entry.at("Namespace").equals(namespace) & entry.at("OptionName").equals(
                name
            )
            if meant is True:
                return entry.at("Value")
            if meant is not False:
                unsure = Unknown("which option this is, is not known")
        saved = self.at("TemplateName")
        if unsure is None and saved.value is not None:
            unsure = BY_TEMPLATE
        return Node(unsure, self.resource, settings.parent, settings.key)

"""Elastic Beanstalk, as controls see it."""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.pairs import chosen
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Unknown

BY_TEMPLATE = Unknown("set by the saved configuration, if at all")


class Environment(View):
    """AWS::ElasticBeanstalk::Environment."""

    types = ("AWS::ElasticBeanstalk::Environment",)

    def option(self, namespace: str, name: str) -> Node:
        """An option; when it is not written and a saved configuration is used, not known."""

        def meant(entry: Node) -> Truth:
            in_namespace = entry.at("Namespace").equals(namespace)
            return in_namespace & entry.at("OptionName").equals(name)

        written = chosen(self.at("OptionSettings"), "Value", meant)
        saved = self.at("TemplateName").value is not None
        return written.either(BY_TEMPLATE) if saved else written

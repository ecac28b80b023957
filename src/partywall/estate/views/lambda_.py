"""AWS Lambda, as controls see it."""

from __future__ import annotations

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.lazy import cached_property
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.unknown import Unknown


class Permission(View):
    """AWS::Lambda::Permission: a statement of a function's policy."""

    types = ("AWS::Lambda::Permission",)

    @property
    def names_source(self) -> Truth:
        """Whether it says for whom the caller may act: a resource, an account, an organization."""
        named: Truth = False
        for key in ("SourceArn", "SourceAccount", "PrincipalOrgID"):
            named = named | _names_one(self.at(key))
        return named

    @property
    def is_public(self) -> Truth:
        """Whether everyone may call."""
        return self.at("Principal").equals("*") & no(self.names_source)


def _names_one(source: Node) -> Truth:
    value = source.value
    if type(value) is Unknown and value.present and value.attribute:
        return True
    return source.is_filled & no(source.equals("*"))


class EventInvokeConfig(View):
    """AWS::Lambda::EventInvokeConfig: what happens to asynchronous calls."""

    types = ("AWS::Lambda::EventInvokeConfig",)


class FunctionUrl(View):
    """AWS::Lambda::Url: an HTTPS address of a function's own."""

    types = ("AWS::Lambda::Url",)


class Function(View):
    """AWS::Lambda::Function."""

    types = ("AWS::Lambda::Function",)

    @property
    def is_image(self) -> Truth:
        """Whether its code is a container image, runtime included."""
        return self.at("PackageType").equals("Image") | self.at("Code", "ImageUri").is_set

    @cached_property
    def variables(self) -> Nodes[Node]:
        """Its environment variables."""
        return self.at("Environment", "Variables").entries()

    @property
    def has_variables(self) -> Truth:
        """Whether it has environment variables at all."""
        return some(self.variables, lambda one: one.is_set)[1]

    @cached_property
    def permissions(self) -> Nodes[Permission]:
        """The statements of its policy."""
        return self.companions(Permission)

    @property
    def failure_destinations(self) -> Nodes[Node]:
        """Where asynchronous calls go that failed, by dead-letter queue or destination."""
        places = [self.at("DeadLetterConfig", "TargetArn")]
        for config in self.companions(EventInvokeConfig):
            place = config.at("DestinationConfig", "OnFailure", "Destination")
            places.append(Node(place.value, place.resource, place.parent, place.key, config.sure))
        return Nodes(places)

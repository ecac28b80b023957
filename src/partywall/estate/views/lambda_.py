"""AWS Lambda, as controls see it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Final

from partywall.estate.node import Node, Nodes
from partywall.estate.view import View
from partywall.kernel.truth import Truth, no, some
from partywall.kernel.unknown import Unknown

END_OF_SUPPORT: Final = {
    "nodejs": date(2016, 10, 31),
    "nodejs4.3": date(2020, 3, 5),
    "nodejs4.3-edge": date(2019, 4, 30),
    "nodejs6.10": date(2019, 8, 12),
    "nodejs8.10": date(2020, 3, 6),
    "nodejs10.x": date(2021, 7, 30),
    "nodejs12.x": date(2023, 3, 31),
    "nodejs14.x": date(2023, 12, 4),
    "nodejs16.x": date(2024, 6, 12),
    "nodejs18.x": date(2025, 9, 1),
    "nodejs20.x": date(2026, 4, 30),
    "nodejs22.x": date(2027, 4, 30),
    "nodejs24.x": date(2028, 4, 30),
    "python2.7": date(2021, 7, 15),
    "python3.6": date(2022, 7, 18),
    "python3.7": date(2023, 12, 4),
    "python3.8": date(2024, 10, 14),
    "python3.9": date(2025, 12, 15),
    "python3.10": date(2026, 10, 31),
    "python3.12": date(2028, 10, 31),
    "python3.13": date(2029, 6, 30),
    "python3.14": date(2029, 6, 30),
    "java8": date(2024, 1, 8),
    "java21": date(2029, 6, 30),
    "java25": date(2029, 6, 30),
    "dotnetcore1.0": date(2019, 6, 27),
    "dotnetcore2.0": date(2019, 5, 30),
    "dotnetcore2.1": date(2022, 1, 5),
    "dotnetcore3.1": date(2023, 4, 3),
    "dotnet5.0": date(2022, 5, 10),
    "dotnet6": date(2024, 12, 20),
    "dotnet7": date(2024, 5, 14),
    "dotnet8": date(2026, 11, 10),
    "dotnet10": date(2028, 11, 14),
    "ruby2.5": date(2021, 7, 30),
    "ruby2.7": date(2023, 12, 7),
    "ruby3.2": date(2026, 3, 31),
    "ruby3.3": date(2027, 3, 31),
    "ruby3.4": date(2028, 3, 31),
    "go1.x": date(2024, 1, 8),
    "provided": date(2024, 1, 8),
    "provided.al2": date(2026, 7, 31),
    "provided.al2023": date(2029, 6, 30),
}
"""Runtime → the day from which AWS patches it no more.

Runtimes whose day AWS has moved of late and that could not be confirmed (python3.11, java8.al2,
java11, java17) are left out: they are undecided.

Source: Lambda Developer Guide, "Lambda runtimes", by way of endoflife.date, "AWS Lambda", read
2026-11-23 for those published by February 2026; the days of the oldest are not re-read.
"""


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
    if isinstance(value, Unknown) and value.present and value.attribute:
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

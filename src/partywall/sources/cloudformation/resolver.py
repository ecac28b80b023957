"""Values of a template, with every intrinsic function worked out as far as it can be.

What cannot be worked out becomes an Unknown that keeps what is known: which resources it comes
from, how its text begins and ends, which values it can take.

Source: CloudFormation Template Reference, "Intrinsic function reference" (not re-read).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from partywall.kernel.span import NOWHERE, Span
from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.blend import NO_VALUE, blend, single
from partywall.sources.cloudformation.document import Foreign, Twice
from partywall.sources.cloudformation.functions import FUNCTIONS
from partywall.sources.cloudformation.text import looked_up, refs_in, spelled, unsettled

if TYPE_CHECKING:
    from partywall.sources.cloudformation.conditions import Assumption
    from partywall.sources.cloudformation.scope import Scope


class Resolver:
    """Resolves values of one stack, in a world of decided conditions if one is given.

    While it works it notes the undecided conditions that it met (`branched`) and the logical
    ids that were referred to (`mentioned`). `place` and `resource` are for remarks.
    """

    def __init__(
        self,
        scope: Scope,
        world: Mapping[str, bool] | None = None,
        assume: Assumption | None = None,
    ) -> None:
        self.scope = scope
        self.world = world or {}
        self.assume = assume
        self.branched: set[str] = set()
        self.mentioned: dict[str, None] = {}
        self.place: Span = NOWHERE
        self.resource = ""

    def value(self, node: object) -> object:
        """The value of a node of the template; `NO_VALUE` when it is not there at all."""
        kind = type(node)
        if kind is str:
            assert isinstance(node, str)
            return looked_up(node) if "{{resolve:" in node else node
        if kind is dict:
            assert isinstance(node, dict)
            if len(node) == 1:
                ((key, argument),) = node.items()
                if key == "Ref" or key.startswith("Fn::"):
                    return self._call(key, argument)
            return self._mapping(node)
        if kind is list:
            assert isinstance(node, list)
            items = [self.value(item) for item in node]
            return [item for item in items if item is not NO_VALUE]
        if isinstance(node, Foreign):
            self.remark(
                f"the tag {node.tag} is not CloudFormation's",
                "its value is not known here; expand it with the tool that it belongs to",
            )
            return Unknown(f"the tag {node.tag} belongs to another tool")
        if isinstance(node, Twice):
            return blend([self.value(item) for item in node.values], "written twice")
        return node

    def _mapping(self, node: dict[str, object]) -> object:
        if "Fn::Transform" in node:
            return self._call("Fn::Transform", node["Fn::Transform"])
        made: dict[str, object] = {}
        for key, item in node.items():
            kind = type(item)
            if kind is bool or kind is int:
                made[key] = item
                continue
            value = self.value(item)
            if value is not NO_VALUE and value is not None:
                made[key] = single(value)
        return made

    def _call(self, key: str, argument: object) -> object:
        function = FUNCTIONS.get(key)
        if function is None:
            self.remark(f"the function {key} is not known", "its value is taken as not known")
            return Unknown(f"the function {key} is not known")
        return function(self, argument)

    # -- what functions share

    def of(self, stack: Scope) -> Resolver:
        """A resolver of the values of another stack."""
        return Resolver(stack)

    def text(self, node: object) -> object:
        """The value of a node as a text, or an Unknown."""
        return self.as_text(self.value(node))

    def as_text(self, value: object) -> object:
        """A value as CloudFormation puts it into a text; lists are joined with commas."""
        if isinstance(value, str | Unknown):
            return value
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return ",".join(value)
        if value is None or isinstance(value, dict | list) or value is NO_VALUE:
            return Unknown("not a text", refs_in(value))
        return spelled(value)

    def ref(self, name: str) -> object:
        """What a Ref to `name` gives: a parameter, a pseudo-parameter or a resource."""
        if name == "AWS::NoValue":
            return NO_VALUE
        if self.assume is not None and name in self.assume.values:
            return self.assume.values[name]
        value = self.scope.base_value(name)
        if value is not None:
            return value
        if name not in self.scope.template.resources:
            return self._unresolved(name)
        self.mentioned[name] = None
        address = self.scope.prefix + name
        return Unknown("assigned at deployment", (address,), "Ref", present=True)

    def attribute(self, name: str, attribute: str) -> object:
        """What GetAtt gives: an attribute of a resource, or an output of a nested stack."""
        if name not in self.scope.template.resources:
            return self._unresolved(name)
        self.mentioned[name] = None
        address = self.scope.prefix + name
        if attribute.startswith("Outputs.") and self.scope.is_stack(name):
            found = self.scope.stack(name)
            if isinstance(found, Unknown):
                return Unknown(found.why, (address,), attribute, present=True)
            return found.output(attribute.removeprefix("Outputs."))
        prefix = "arn:aws" if attribute == "Arn" and self._gives_arns(name) else ""
        return Unknown("assigned at deployment", (address,), attribute, prefix, present=True)

    def _gives_arns(self, name: str) -> bool:
        """Whether `Arn` is AWS's own attribute here; a custom resource may return anything."""
        kind = self.scope.template.resources[name].body.get("Type")
        custom = "AWS::CloudFormation::CustomResource"
        return isinstance(kind, str) and kind.startswith("AWS::") and kind != custom

    def _unresolved(self, name: str) -> Unknown:
        if not self.scope.template.untranslated:
            self.remark(
                f"{name} is neither a parameter nor a resource of this template",
                "check the spelling; CloudFormation would refuse this reference",
            )
        return Unknown(f"{name} is not in the template")

    def truth(self, name: str) -> bool | None:
        """Whether a condition holds here."""
        if name in self.world:
            return self.world[name]
        if self.assume is not None:
            return self.scope.conditions.truth(name, self.assume)
        return self.scope.conditions.truth(name)

    def malformed(self, key: str, argument: object = None) -> Unknown:
        """Remark on a function whose arguments are not as documented."""
        self.remark(f"{key} is not written as CloudFormation takes it", "see its reference page")
        return unsettled(Unknown(f"{key} is malformed", refs_in(argument)))

    def remark(self, message: str, hint: str = "") -> None:
        """A warning about the resource at hand."""
        where = self.place if self.place.file else Span(self.scope.template.document.file)
        self.scope.remarks.make("warning", message, where, hint, self.resource)

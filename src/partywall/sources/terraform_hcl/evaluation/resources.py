"""One instance of a resource or data source: its attributes, configured or to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from partywall.estate.resource import Guard, WaiverNote
from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import ANY, STRING, Type
from partywall.sources.terraform.unknowns import NAMED, WHY
from partywall.sources.terraform.values import Failure, Lazy, UnknownOf
from partywall.sources.terraform_hcl.evaluation.blocks import (
    META,
    blocks_named,
    settled,
    values_in,
)
from partywall.sources.terraform_hcl.evaluation.data_sources import (
    FROM_ARGUMENTS_ALONE,
    NOT_COMPUTED,
    Asked,
    computed_by,
)
from partywall.sources.terraform_hcl.evaluation.declared import Declared
from partywall.sources.terraform_hcl.evaluation.providers import Provider, Providers
from partywall.sources.terraform_hcl.evaluation.run import veil
from partywall.sources.terraform_hcl.evaluation.surroundings import Here
from partywall.sources.terraform_hcl.provider.conversion import (
    NO_DEFAULTS,
    WHY_NO_DEFAULT,
    normalise,
)
from partywall.sources.terraform_hcl.provider.defaults import (
    Defaults,
    condition_of,
    defaults_for,
    may_be_there,
)
from partywall.sources.terraform_hcl.provider.schema import (
    AttributeSchema,
    TypeSchema,
    schema_of,
)
from partywall.sources.terraform_hcl.provider.sensitive import without_sensitive

TERRAFORM_DATA: Final = TypeSchema(
    {
        "id": AttributeSchema(STRING, computed=True),
        "input": AttributeSchema(ANY, optional=True),
        "output": AttributeSchema(ANY, computed=True),
        "triggers_replace": AttributeSchema(ANY, optional=True),
    },
    {},
)
"""Terraform's own resource. Source: its documentation, "terraform_data", read 2026-11-23."""


class ResourceInstance(Lazy):
    """What an instance is made of; nothing is worked out before it is asked for.

    Its attributes come from its block, else from the provider's defaults; those that the provider
    or AWS fills in are an `Unknown` that names this instance and the attribute.
    """

    def __init__(
        self,
        declared: Declared,
        address: str,
        here: Here,
        providers: Providers,
        guard: Guard,
        waivers: tuple[WaiverNote, ...],
    ) -> None:
        self.declared, self.address, self.here = declared, address, here
        self.guard, self.waivers = guard, waivers
        self._providers = providers

    @property
    def type(self) -> str:
        """The resource type, as Terraform names it."""
        return self.declared.type

    @property
    def written(self) -> frozenset[str]:
        """The names of the arguments and blocks that somebody wrote."""
        return self.declared.written

    @property
    def provider(self) -> Provider:
        """The provider configuration that the resource is made with."""
        return self._providers.of(self.declared)

    def values(self) -> dict[str, Any]:
        """Everything configured, in the provider's types, and the provider's defaults."""
        values = values_in(self.declared.block.body, self.here, self.address, META)
        schema = self._schema()
        if schema is None:
            return values
        return self._veiled(normalise(values, schema, self._defaults(values)), schema)

    def _veiled(self, values: dict[str, Any], schema: TypeSchema) -> dict[str, Any]:
        """The values without those that the provider's schema marks as sensitive."""
        run = self.here.module.run
        veiled = without_sensitive(values, schema, veil)
        if veiled is values:
            return values
        run.touched = True
        return veiled if run.veiled else values

    # -- as a value in expressions

    def attribute(self, name: str) -> Any:
        """An attribute. Raises Failure when the type has none of that name."""
        return self.here.module.once((self.address, name), self._attribute, name)

    def whole(self) -> dict[str, Any] | Unknown:
        """All attributes as an object, where the provider's schema tells which there are."""
        schema = self._schema()
        if schema is None:
            return Unknown(WHY, (self.address,), present=True)
        return {name: self.attribute(name) for name in (*schema.attributes, *schema.blocks)}

    def _attribute(self, name: str) -> Any:
        if self.declared.block.broken:
            return Unknown(f"the block of {self.address} has a syntax error", (self.address,))
        schema = self._schema()
        value = self._configured(name, schema) if name in self.declared.written else None
        if value is not None:
            return self._as_seen(name, value, schema)
        if self.declared.mode == "data":
            found = self._computed(name)
            if found is not NOT_COMPUTED:
                return found
        return self._to_come(name, schema)

    def _computed(self, name: str) -> Any:
        """What follows from the arguments of a data source, or NOT_COMPUTED.

        A policy of constants, such as who may assume a role, is put together once for all the
        instances of a module.
        """
        if not self.declared.constant or self.type not in FROM_ARGUMENTS_ALONE:
            return computed_by(self.type, name, self._asked())
        shared = self.declared.shared
        if name not in shared:
            shared[name] = computed_by(self.type, name, self._asked())
        return shared[name]

    def _configured(self, name: str, schema: TypeSchema | None) -> Any:
        body = self.declared.block.body
        attribute = body.attributes.get(name)
        if attribute is not None:
            value = settled(attribute, self.here, self.address)
        else:
            value = blocks_named(name, body, self.here, self.address) or None
        if value is None or schema is None:
            return value
        return normalise({name: value}, schema).get(name)

    def _as_seen(self, name: str, value: Any, schema: TypeSchema | None) -> Any:
        """The value as others see it: what is not known of it is an attribute of this instance.

        Unless it is an attribute of another one: that is the same value under an older name.
        """
        run = self.here.module.run
        described = schema.attributes.get(name) if schema is not None else None
        if described is not None and described.sensitive:
            run.touched = True
            return veil(value) if run.veiled else value
        if not isinstance(value, Unknown) or value.attribute:
            return value
        return Unknown(
            value.why,
            (self.address,),
            NAMED.get(name, name),
            prefix=value.prefix,
            suffix=value.suffix,
            among=value.among,
            present=value.present,
        )

    def _to_come(self, name: str, schema: TypeSchema | None) -> Any:
        """An attribute that nobody configured."""
        kind: Type = ANY
        if schema is not None:
            described, block = schema.attributes.get(name), schema.blocks.get(name)
            if described is None and block is None:
                raise Failure(f'{self.type} has no attribute "{name}"')
            if described is not None:
                if not described.computed:
                    return self._default(name)
                kind = described.type
            elif self._is_absent(name):
                return [] if block is not None and block.nesting != "single" else None
        attribute = NAMED.get(name, name)
        sure = self.type == "terraform_data" and name == "id"
        return UnknownOf(WHY, (self.address,), attribute, present=sure, type=kind)

    def _is_absent(self, block: str) -> bool:
        """Whether a block that nobody wrote is surely not there: the provider was asked."""
        if self.declared.mode != "managed" or self._defaults({}) is None:
            return False
        return not may_be_there(self.type, block)

    def _default(self, name: str) -> Any:
        chosen = condition_of(self.type)
        given = {chosen: self._configured(chosen, self._schema())} if chosen else {}
        defaults = self._defaults(given)
        return Unknown(WHY_NO_DEFAULT) if defaults is None else defaults.get(name)

    def _defaults(self, given: Mapping[str, Any]) -> Defaults | None:
        if self.declared.mode == "data" or self.type == "terraform_data":
            return NO_DEFAULTS
        return defaults_for(self.type, given)

    def _schema(self) -> TypeSchema | None:
        if self.type == "terraform_data":
            return TERRAFORM_DATA
        return schema_of(self.type, "data" if self.declared.mode == "data" else "managed")

    def _asked(self) -> Asked:
        provider = self.provider
        settings = self.here.module.settings
        return Asked(
            self.address,
            self.values,
            provider.region or settings.region or None,
            provider.account or settings.account or None,
        )

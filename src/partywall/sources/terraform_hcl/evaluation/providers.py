"""Which provider configuration a resource is made with: its Region, its account, its tags.

Source: Terraform documentation, "Providers Within Modules", and the AWS provider's page "Resource
Tagging", both read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform_hcl import syntax
from partywall.sources.terraform_hcl.evaluation.blocks import blocks_named, settled
from partywall.sources.terraform_hcl.evaluation.declared import Declared, provider_name
from partywall.sources.terraform_hcl.evaluation.surroundings import Here
from partywall.sources.terraform_hcl.syntax import Block


class Provider(Struct, frozen=True, eq=False):
    """A configured provider. `region` and `account` are None where nobody wrote them down."""

    region: str | Unknown | None = None
    account: str | None = None
    tags: Any = None


UNCONFIGURED: Final = Provider()
ELSEWHERE: Final = Provider(Unknown("its provider is configured where it was not read"))


class Configuration:
    """A provider block, read when its first resource asks for it."""

    def __init__(self, block: Block, here: Here) -> None:
        self._block, self._here = block, here
        self._read: Provider | None = None

    def provider(self) -> Provider:
        """What the block says."""
        if self._read is None:
            self._read = self._now()
        return self._read

    def _now(self) -> Provider:
        region = self._argument("region")
        accounts = self._argument("allowed_account_ids")
        only = accounts[0] if isinstance(accounts, list) and len(accounts) == 1 else None
        if region is None and self._block.broken:
            region = Unknown("the provider's block has a syntax error")
        return Provider(
            region if isinstance(region, str | Unknown) else None,
            only if isinstance(only, str) else None,
            self._default_tags(),
        )

    def _argument(self, name: str) -> Any:
        attribute = self._block.body.attributes.get(name)
        return None if attribute is None else settled(attribute, self._here, "provider")

    def _default_tags(self) -> Any:
        written = self._argument("default_tags")  # as .tf.json has it
        blocks = blocks_named("default_tags", self._block.body, self._here, "provider")
        found = blocks or (written if isinstance(written, list) else [written])
        block = found[0]
        return block.get("tags") if isinstance(block, dict) else block


class Providers:
    """The provider configurations that one module instance can name, by `aws` or `aws.alias`; None
    for one that is handed on by a name that leads nowhere."""

    def __init__(self, known: Mapping[str, Configuration | None]) -> None:
        self._known = dict(known)

    def declare(self, name: str, alias: str, block: Block, here: Here) -> None:
        """A provider block of the module's own."""
        self._known[f"{name}.{alias}" if alias else name] = Configuration(block, here)

    def of(self, declared: Declared) -> Provider:
        """The provider of a resource; of an alias that leads nowhere the Region is unknown."""
        name = declared.provider
        if name not in self._known:
            return ELSEWHERE if "." in name else UNCONFIGURED
        found = self._known[name]
        return ELSEWHERE if found is None else found.provider()

    def handed_on(self, call: Declared) -> Providers:
        """What a called module gets: what the call says, else every default configuration."""
        attribute = call.block.body.attributes.get("providers")
        if attribute is None or not isinstance(attribute.value, syntax.Object):
            return Providers({name: one for name, one in self._known.items() if "." not in name})
        chosen: dict[str, Configuration | None] = {}
        for inside, outside in attribute.value.items:
            name = provider_name(outside)
            if name in self._known or "." in name:
                chosen[provider_name(inside)] = self._known.get(name)
        return Providers(chosen)

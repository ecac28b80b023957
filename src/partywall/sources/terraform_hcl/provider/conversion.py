"""Arguments as they are configured, turned into what a plan shows of them.

Each argument is converted to its type (`"22"` to 22), sets are ordered as Terraform orders them,
blocks are lists of objects whether they were written as blocks or as arguments, and what nobody
set but the provider always fills in is filled in. What is not known stays unknown; what cannot be
converted becomes so, with the reason.
"""

from __future__ import annotations

from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform import types
from partywall.sources.terraform.types import (
    PLAIN,
    Collection,
    ObjectType,
    TupleType,
    Type,
    are_plain,
)
from partywall.sources.terraform.values import Failure, Lazy
from partywall.sources.terraform_hcl.provider.defaults import Defaults
from partywall.sources.terraform_hcl.provider.order import in_order_of_set
from partywall.sources.terraform_hcl.provider.schema import (
    AttributeSchema,
    BlockSchema,
    TypeSchema,
)

NO_DEFAULTS: Final[Defaults] = {}
"""For whom defaults are not asked about."""

WHY_NO_DEFAULT: Final = "not set, and the provider may have a default that is not known here"

LEFT_TO_PROVIDER: Final = Unknown("the provider takes an empty collection for one that is not set")

Values = dict[str, Any]


def normalise(
    values: Values, schema: TypeSchema, defaults: Defaults | None = NO_DEFAULTS
) -> Values:
    """The arguments of a resource, or of a block, as the provider takes them.

    What is not set (null, or no block) is absent, unless `defaults` has a value for it. Without
    defaults (None) an optional argument that is not set is unknown. An argument that the provider's
    version here does not have is kept as it is: another version may.
    """
    made: Values = {}
    for name, value in values.items():
        attribute = schema.attributes.get(name)
        if attribute is not None:
            if attribute.write_only:
                continue
            is_so = PLAIN.get(type(value)) is attribute.type
            found = value if is_so else _attribute(value, attribute)
        elif name in schema.blocks:
            below = NO_DEFAULTS if defaults is None else defaults.get(name, NO_DEFAULTS)
            found = _blocks(value, schema.blocks[name], below)
        else:
            found = value
        if found is not None:
            made[name] = found
    _fill_in(made, schema, defaults)
    return made


def _fill_in(made: Values, schema: TypeSchema, defaults: Defaults | None) -> None:
    if defaults is None:
        for name, attribute in schema.attributes.items():
            if attribute.optional and not attribute.computed and name not in made:
                made[name] = Unknown(WHY_NO_DEFAULT)
        return
    for name, value in defaults.items():
        if name in schema.attributes and name not in made:
            made[name] = value


def _attribute(value: Any, attribute: AttributeSchema) -> Any:
    if value == [] and attribute.optional and attribute.computed and _is_of_plain(attribute.type):
        return LEFT_TO_PROVIDER
    try:
        return converted(value, attribute.type)
    except Failure as failure:
        return Unknown(failure.message, present=True)


def _is_of_plain(of: Type) -> bool:
    return isinstance(of, Collection) and of.of in PLAIN.values()


def converted(value: Any, wanted: Type) -> Any:
    """The value as the type has it. Raises Failure when Terraform has no such conversion.

    Other than in an expression, an unknown in a set leaves the rest of the set known, an object may
    lack fields, and nulls in a map are as good as absent: so the provider treats them.
    """
    if value is None or PLAIN.get(type(value)) is wanted or isinstance(value, Unknown):
        return value
    if isinstance(value, Lazy):
        return converted(value.whole(), wanted)
    if isinstance(wanted, ObjectType):
        return _object(value, wanted)
    if not isinstance(wanted, Collection):
        return types.convert(value, wanted)
    if wanted.word == "map":
        if not isinstance(value, dict):
            raise Failure(f"a map is required, not {types.word_for(value)}")
        if are_plain(value.values(), wanted.of):
            return dict(value)
        return {key: converted(one, wanted.of) for key, one in value.items() if one is not None}
    return _elements(value, wanted)


def _elements(value: Any, wanted: Collection) -> list[Any]:
    single = isinstance(value, dict) and isinstance(wanted.of, ObjectType)
    if not single and not isinstance(value, list):
        raise Failure(f"a {wanted.word} is required, not {types.word_for(value)}")
    given = [value] if single else value
    is_plain = are_plain(given, wanted.of)
    found = list(given) if is_plain else [converted(one, wanted.of) for one in given]
    if wanted.word == "list":
        return found
    if isinstance(wanted.of, ObjectType):
        found = [_complete(one, wanted.of) for one in found]
    return in_order_of_set(found)


def _object(value: Any, wanted: ObjectType) -> Values:
    if not isinstance(value, dict):
        raise Failure(f"an object is required, not {types.word_for(value)}")
    found = {name: converted(value.get(name), one.type) for name, one in wanted.fields.items()}
    return {name: one for name, one in found.items() if one is not None}


def _complete(element: Any, wanted: ObjectType) -> Any:
    """An object in a set: the provider replaces what is not set by something empty of its type.

    Only a number stays unset.
    """
    if not isinstance(element, dict):
        return element
    empty = {name: _empty(field.type) for name, field in wanted.fields.items()}
    return {name: one for name, one in empty.items() if one is not None} | element


def _empty(of: Type) -> Any:
    if isinstance(of, Collection | TupleType):
        return {} if of.word == "map" else []
    return {"string": "", "bool": False}.get(of.word)


def _blocks(value: Any, block: BlockSchema, defaults: Defaults | None) -> Any:
    if isinstance(value, Lazy):
        value = value.whole()
    if value is None or isinstance(value, Unknown):
        return value
    bodies = [value] if isinstance(value, dict) else value
    if not isinstance(bodies, list):
        return Unknown(f"a block is required, not {types.word_for(value)}", present=True)
    found = [_body(one, block.body, defaults) for one in bodies if one is not None]
    if block.nesting == "single":
        return _single(found)
    if not found:
        return None
    return in_order_of_set(found, block.body) if block.nesting == "set" else found


def _body(value: Any, schema: TypeSchema, defaults: Defaults | None) -> Any:
    if isinstance(value, Lazy):
        value = value.whole()
    if isinstance(value, Unknown):
        return value
    if not isinstance(value, dict):
        return Unknown(f"a block is required, not {types.word_for(value)}", present=True)
    return normalise(value, schema, defaults)


def _single(bodies: list[Any]) -> Any:
    if len(bodies) > 1:
        return Unknown("the block is there more than once", present=True)
    return bodies[0] if bodies else None

"""AWS CodePipeline: one artifact store, or one for each Region.

Source: CloudFormation's reference of AWS::CodePipeline::Pipeline, read 2026-11-23.
"""

from __future__ import annotations

from partywall.estate.resource import Properties
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping.engine import UNSET, Values
from partywall.sources.mapping.shapes.blocks import block, blocks, pick


def pipeline(values: Values, properties: Properties, _address: str) -> None:
    """The store itself when there is one without a Region, a list with Regions otherwise."""
    found = blocks(values.get("artifact_store"))
    if len(found) == 1 and (isinstance(found[0], Unknown) or found[0].get("region") in UNSET):
        properties["ArtifactStore"] = _store(found[0])
    elif found:
        properties["ArtifactStores"] = [
            one
            if isinstance(one, Unknown)
            else {"ArtifactStore": _store(one), "Region": one.get("region")}
            for one in found
        ]


def _store(values: Values | Unknown) -> object:
    if isinstance(values, Unknown):
        return Unknown(values.why, values.refs)
    store = pick(values, {"location": "Location", "type": "Type"})
    key = block(values.get("encryption_key"))
    if isinstance(key, Unknown):
        store["EncryptionKey"] = key
    elif key:
        store["EncryptionKey"] = pick(key, {"id": "Id", "type": "Type"})
    return store

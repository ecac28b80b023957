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
    if any(isinstance(one, Unknown) for one in found):
        hidden = Unknown("which artifact stores there are is not known")
        properties["ArtifactStore"] = properties["ArtifactStores"] = hidden
        return
    stores = [one for one in found if isinstance(one, dict)]
    regions = [one.get("region") for one in stores]
    if any(isinstance(one, Unknown) for one in regions):
        hidden = Unknown("the Region of an artifact store is not known")
        properties["ArtifactStore"] = properties["ArtifactStores"] = hidden
    elif len(stores) == 1 and regions[0] in UNSET:
        properties["ArtifactStore"] = _store(stores[0])
    elif stores:
        properties["ArtifactStores"] = [
            {"ArtifactStore": _store(one), "Region": one.get("region")} for one in stores
        ]


def _store(values: Values) -> object:
    store = pick(values, {"location": "Location", "type": "Type"})
    key = block(values.get("encryption_key"))
    if isinstance(key, Unknown):
        store["EncryptionKey"] = key
    elif key:
        store["EncryptionKey"] = pick(key, {"id": "Id", "type": "Type"})
    return store

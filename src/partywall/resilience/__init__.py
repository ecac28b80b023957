"""What survives: which resources stop when a zone, a Region, a key or another resource is lost.

Every answer rests on `PREMISES`, ids of what partywall presumes about AWS.
"""

from typing import Final

PREMISES: Final = (
    "zone-independence",
    "region-independence",
    "partition-isolation",
    "regional-services-span-zones",
    "data-planes-stand",
    "data-stays-in-region",
    "environment-protected",
)
"""What is presumed of AWS; `partywall premises ID` says what would follow if it did not hold."""

"""AWS CloudTrail: a record of who did what, that is whole and safe."""

from partywall.controls.cloudtrail.events import (
    management_events_are_recorded,
    object_reads_are_recorded,
    object_writes_are_recorded,
)
from partywall.controls.cloudtrail.trail import (
    bucket_is_logged,
    trail_covers_all_regions,
    trail_is_logging,
    trail_is_validated,
    trail_is_watched,
    trail_uses_key,
)

__all__ = [
    "bucket_is_logged",
    "management_events_are_recorded",
    "object_reads_are_recorded",
    "object_writes_are_recorded",
    "trail_covers_all_regions",
    "trail_is_logging",
    "trail_is_validated",
    "trail_is_watched",
    "trail_uses_key",
]

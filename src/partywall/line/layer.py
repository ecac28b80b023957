"""The 22 layers of security, from the building to the account, bottom to top."""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class Layer(Struct, frozen=True, gc=False):
    """One layer: `id` in data and reports, `short` in class strings, `title` for people."""

    id: str
    short: str
    title: str

    def __str__(self) -> str:
        return self.id


SITE: Final = Layer("site", "site", "Site")
HARDWARE: Final = Layer("hardware", "hw", "Hardware")
FABRIC: Final = Layer("fabric", "fabric", "Network infrastructure")
VIRTUALIZATION: Final = Layer("virtualization", "virt", "Virtualization")
HOST_OS: Final = Layer("host-os", "host", "Host operating system")
GUEST_OS: Final = Layer("guest-os", "guest", "Guest operating system")
RUNTIME: Final = Layer("runtime", "runtime", "Runtime or engine")
PLATFORM: Final = Layer("platform", "platform", "Managing platform")
APPLICATION: Final = Layer("application", "app", "Application")
NETWORK_CONFIGURATION: Final = Layer("network-configuration", "netcfg", "Network configuration")
ENCRYPTION_IN_TRANSIT: Final = Layer("encryption-in-transit", "transit", "Data in transit")
ENCRYPTION_AT_REST: Final = Layer("encryption-at-rest", "rest", "Data at rest")
KEYS: Final = Layer("keys", "keys", "Keys")
IDENTITY: Final = Layer("identity", "identity", "Identity and access")
CREDENTIALS: Final = Layer("credentials", "creds", "Credentials")
DATA: Final = Layer("data", "data", "Customer data")
BACKUP: Final = Layer("backup", "backup", "Backup")
RESILIENCE: Final = Layer("resilience", "resil", "Resilience")
LOGGING: Final = Layer("logging", "log", "Logging")
MONITORING: Final = Layer("monitoring", "monitor", "Monitoring")
CLIENT_SIDE: Final = Layer("client-side", "client", "Client side")
ACCOUNT: Final = Layer("account", "acct", "Account")

LAYERS: Final = (
    SITE,
    HARDWARE,
    FABRIC,
    VIRTUALIZATION,
    HOST_OS,
    GUEST_OS,
    RUNTIME,
    PLATFORM,
    APPLICATION,
    NETWORK_CONFIGURATION,
    ENCRYPTION_IN_TRANSIT,
    ENCRYPTION_AT_REST,
    KEYS,
    IDENTITY,
    CREDENTIALS,
    DATA,
    BACKUP,
    RESILIENCE,
    LOGGING,
    MONITORING,
    CLIENT_SIDE,
    ACCOUNT,
)
"""All layers, bottom to top."""

BY_ID: Final = {layer.id: layer for layer in LAYERS}
BY_SHORT: Final = {layer.short: layer for layer in LAYERS}

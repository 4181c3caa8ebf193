"""Keyed hashes by which people are found, and by which nobody is computed back."""

from kezek.adapters.services import services
from kezek.core.people import Identity


def person_hash(identity: Identity) -> bytes:
    """The keyed hash by which a person is found; the same in all regions (G-40)."""
    return services().keys.iin_hash(identity.key)

"""Writes a region as it holds now into one TOML: `kezek tenant export SLUG`."""

import os

from kezek.adapters.at_hand import at_hand
from kezek.adapters.region_toml import to_toml
from kezek.settings import Settings
from kezek.usecases.regions import get_region
from kezek.wiring import create_wiring


def export(slug: str) -> str:
    """The whole configuration in force; raises LoadRefused for a region that is not open."""
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        with create_wiring(settings).app_context():
            _, region = get_region(slug)
            return to_toml(region)

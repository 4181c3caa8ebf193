"""Mode → what loads the world of its decisions; every mode with a door has one."""

from collections.abc import Mapping

from kezek.core.territories import Mode
from kezek.usecases.world import LoadWorld, load_world

WORLDS: Mapping[Mode, LoadWorld] = {Mode.LINEAR: load_world}

"""Mode → what loads the world of its decisions; every mode with a door has one."""

from collections.abc import Mapping

from kezek.core.territories import Mode
from kezek.usecases.indigo_world import load_indigo_world
from kezek.usecases.voucher_world import load_voucher_world
from kezek.usecases.world import LoadWorld, load_world

WORLDS: Mapping[Mode, LoadWorld] = {
    Mode.LINEAR: load_world,
    Mode.INDIGO: load_indigo_world,
    Mode.VOUCHER: load_voucher_world,
}

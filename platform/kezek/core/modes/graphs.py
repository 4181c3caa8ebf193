"""Mode → its graph of states: for diagrams, and for whoever checks that a way was declared."""

from collections.abc import Mapping

from kezek.core.modes.arrows import Graph
from kezek.core.modes.indigo.arrows import GRAPH as INDIGO
from kezek.core.modes.linear.arrows import GRAPH as LINEAR
from kezek.core.modes.voucher.arrows import GRAPH as VOUCHER
from kezek.core.territories import Mode

GRAPHS: Mapping[Mode, Graph] = {
    Mode.LINEAR: LINEAR,
    Mode.INDIGO: INDIGO,
    Mode.VOUCHER: VOUCHER,
}

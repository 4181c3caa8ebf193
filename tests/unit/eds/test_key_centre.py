"""The demonstration's own centre of keys: kept from start to start, and trusted by itself alone."""

import stat
from pathlib import Path

from kezek.adapters.eds.trust import Trust
from kezek.adapters.eds.verifier import CmsVerifier
from kezek.core.signatures import Wanted
from kezek.demonstration.key_centre import kept_centre
from kezek.demonstration.ncalayer import StandIn
from kezek.demonstration.signing import as_pem, signed
from tests.factories.certification import ASKED, FATHER, NOW, SIGNED

TEXT = "Сәлем".encode()


def test_a_key_of_an_earlier_start_is_good_at_a_later_one(tmp_path: Path) -> None:
    first = StandIn(kept_centre(tmp_path, NOW), lambda: NOW, FATHER)
    key = first.key_of(FATHER, for_sign_in=False)

    again = kept_centre(tmp_path, NOW)

    assert again.root.certificate == first.centre.root.certificate
    checked = CmsVerifier(Trust.from_folder(tmp_path)).verify(
        as_pem(signed(key, TEXT, SIGNED)), TEXT, Wanted(iin=FATHER.iin), asked_at=ASKED, now=NOW
    )
    assert checked.certificate.holder.iin == FATHER.iin


def test_what_is_kept_of_the_root_is_what_an_operator_would_put_there(tmp_path: Path) -> None:
    centre = kept_centre(tmp_path, NOW)

    assert Trust.from_folder(tmp_path).roots == (centre.root.certificate,)


def test_nobody_else_reads_the_keys(tmp_path: Path) -> None:
    kept_centre(tmp_path, NOW)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.key")}

    assert modes == {0o600}

"""One message per addressee, whatever people typed, wished for and have (§10, I-3.2)."""

from email.utils import getaddresses

from hypothesis import given
from hypothesis import strategies as st

from kezek.core.notices import FAMILY_CHANNELS
from kezek.core.ways_out import LETTERS, Reader, Way, messages_for, one_address, wished_for

TYPED = st.one_of(
    st.sampled_from(["", "+77010000001", "a@mail.kz", "a@mail.kz, b@mail.kz", "a@b.kz;c@d.kz"]),
    st.emails(),
    st.text(max_size=40),
)
READERS = st.builds(
    Reader,
    st.dictionaries(st.sampled_from(Way), TYPED),
    st.frozensets(st.sampled_from(Way)),
)
NOTICES = st.sampled_from(sorted(FAMILY_CHANNELS.values()))
CLOSED = st.frozensets(st.sampled_from(Way))


@given(NOTICES, READERS, CLOSED, st.booleans())
def test_each_channel_carries_one_message_to_one_address(
    letters: str, reader: Reader, closed: frozenset[Way], needs_all: bool
) -> None:
    messages = messages_for(letters, reader, closed, needs_all=needs_all)

    assert len({one.way for one in messages}) == len(messages)
    for one in messages:
        assert one.address == one_address(reader.addresses[one.way])
        assert len(getaddresses([one.address])) == 1
        assert one.way not in closed


@given(NOTICES, READERS, CLOSED)
def test_a_notice_leaves_only_by_its_own_channels(
    letters: str, reader: Reader, closed: frozenset[Way]
) -> None:
    """The bot may follow, as it says nothing of what the notice says."""
    messages = messages_for(letters, reader, closed)
    own = {way for letter, way in LETTERS.items() if letter in letters}

    assert {one.way for one in messages} <= (own | {Way.TELEGRAM} if own else set())


@given(NOTICES, READERS, CLOSED)
def test_a_wish_silences_a_way_and_never_the_reader(
    letters: str, reader: Reader, closed: frozenset[Way]
) -> None:
    """Whoever can be told by some way is told, and by a wished one where there is one."""
    everything = messages_for(letters, Reader(reader.addresses), closed)
    messages = messages_for(letters, reader, closed)

    assert bool(messages) == bool(everything)
    wished = [one for one in everything if one.way not in reader.unwished]
    assert list(messages) == (wished or list(everything))


@given(NOTICES, READERS, CLOSED)
def test_where_both_are_needed_no_wish_holds(
    letters: str, reader: Reader, closed: frozenset[Way]
) -> None:
    assert messages_for(letters, reader, closed, needs_all=True) == messages_for(
        letters, Reader(reader.addresses), closed
    )


@given(READERS)
def test_somebody_with_an_address_is_always_told_by_some_way(reader: Reader) -> None:
    can_be_told = any(one_address(address) for address in reader.addresses.values())

    assert bool(wished_for(reader)) == can_be_told

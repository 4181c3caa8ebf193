"""Who hears which bell."""

import threading

from kezek.adapters.bells import Bells
from kezek.adapters.doorbell import LocalDoorbell, RedisDoorbell


def test_only_who_listens_to_a_topic_of_a_tenant_hears_it() -> None:
    bells = Bells()
    here, there = bells.listen(1, ["7", "9"]), bells.listen(2, ["7"])

    bells.deliver(1, "7")
    bells.deliver(1, "8")

    assert here.wait(0) == ["7"]
    assert there.wait(0) == []


def test_several_bells_of_one_queue_are_one() -> None:
    bells = Bells()
    ear = bells.listen(1, ["7", "9"])

    for topic in ("9", "7", "7"):
        bells.deliver(1, topic)

    assert ear.wait(0) == ["7", "9"]
    assert ear.wait(0) == []


def test_an_ear_that_is_closed_leaves_nothing_behind() -> None:
    bells = Bells()
    ear = bells.listen(1, ["7"])

    ear.close()
    bells.deliver(1, "7")

    assert ear.wait(0) == []
    assert vars(bells)["_ears"] == {}


def test_closing_wakes_everybody() -> None:
    doorbell = LocalDoorbell()
    ear = doorbell.listen(1, ["7"])
    waiting = threading.Thread(target=ear.wait, args=(60,))
    waiting.start()

    doorbell.close()
    waiting.join(timeout=5)

    assert not waiting.is_alive()


def test_without_redis_a_bell_is_lost_and_nothing_fails() -> None:
    doorbell = RedisDoorbell("redis://127.0.0.1:1/0")

    doorbell.ring(1, ["7"])
    ear = doorbell.listen(1, ["7"])

    assert ear.wait(0.05) == []
    doorbell.close()

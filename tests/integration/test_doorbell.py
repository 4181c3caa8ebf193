"""The doorbell through a real Redis: from process to process, and after Redis was away."""

from redis import Redis

from kezek.adapters.doorbell import RedisDoorbell


def test_a_bell_rung_in_one_process_is_heard_in_another(redis_url: str) -> None:
    here, there = RedisDoorbell(redis_url), RedisDoorbell(redis_url)
    ear, other = there.listen(1, ["7"]), there.listen(2, ["7"])
    _wait_for_listener(redis_url)

    here.ring(1, ["7", "8"])

    assert ear.wait(5) == ["7"]
    assert other.wait(0) == []
    there.close()


def test_after_the_line_was_cut_everybody_is_rung_once(redis_url: str) -> None:
    doorbell = RedisDoorbell(redis_url)
    ear = doorbell.listen(1, ["7", "9"])
    _wait_for_listener(redis_url)

    with Redis.from_url(redis_url) as redis:
        redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")

    assert ear.wait(10) == ["7", "9"]
    doorbell.close()


def _wait_for_listener(redis_url: str) -> None:
    with Redis.from_url(redis_url) as redis, redis.pubsub() as line:
        while not redis.pubsub_numpat():
            line.get_message(timeout=0.05)

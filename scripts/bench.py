"""How fast the pages of a running demo answer, each beside the page that does nothing.

    bench.py [PATH …]    asks 127.0.0.1:$PORT, by default for the first pages of two regions

One machine is not another, and the same one is not the same twice: look at the ratio, not at the
milliseconds. Rounds of a page and of `/alive` alternate, and the median of their ratios is shown.
"""

import http.client
import os
import statistics
import sys
import time

BASE = "/alive"
PAGES = ("/", "/pavlodar/", "/demo/")
ROUNDS = 7
SECONDS = 0.7


def main() -> int:
    """Prints one line for each page."""
    port = int(os.environ.get("PORT", "8000"))
    try:
        times(port, BASE)
    except OSError:
        print(f"Nothing answers at 127.0.0.1:{port}. Start it in another terminal: make demo")
        return 1
    print(
        f"{'page':<32}{'per s':>8}{'p50 ms':>9}{'p99 ms':>9}{'x /alive':>10}  noise {noise():.2f}"
    )
    for page in sys.argv[1:] or PAGES:
        show(port, page)
    return 0


def show(port: int, page: str) -> None:
    """Measures one page in turns with the one that does nothing."""
    taken: list[float] = []
    ratios = []
    for _ in range(ROUNDS):
        plain, now = times(port, BASE), times(port, page)
        taken += now
        ratios.append(statistics.median(now) / statistics.median(plain))
    taken.sort()
    middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    rate = len(taken) / sum(taken)
    ratio = statistics.median(ratios)
    print(f"{page:<32}{rate:>8.0f}{middle * 1e3:>9.1f}{late * 1e3:>9.1f}{ratio:>10.1f}")


def times(port: int, page: str) -> list[float]:
    """Seconds of each answer during one round; SystemExit if the page is not there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    found = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        begin = time.perf_counter()
        connection.request("GET", page)
        answer = connection.getresponse()
        answer.read()
        found.append(time.perf_counter() - begin)
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"{page} answers {answer.status}")
    connection.close()
    return found


def noise() -> float:
    """How uneven the machine is just now: the slowest of some equal loops by the quickest."""
    spans = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        sum(range(1_000_000))
        spans.append(time.perf_counter() - begin)
    return max(spans) / min(spans)


if __name__ == "__main__":
    sys.exit(main())

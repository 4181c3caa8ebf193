"""What `python -m worker.ticker` runs: asks what is due, hands it over, sleeps to the next."""

import logging
import signal
import threading

from worker.desk import Desk, Hands
from worker.main import app

_log = logging.getLogger(__name__)


def main() -> None:
    """Looks after the regions until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    hands = Hands(app)
    with app.app_context():
        _log.info("ticker.begins")
        Desk(hands).run(stop)
    hands.close()


if __name__ == "__main__":
    main()

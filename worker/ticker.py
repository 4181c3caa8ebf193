"""What `python -m worker.ticker` runs: asks what is due, hands it over, sleeps to the next."""

import logging
import signal
import threading

from kezek.usecases.heartbeats import Pulse
from worker.desk import Desk, Hands
from worker.jobs import HOUSE_JOBS
from worker.main import app

_log = logging.getLogger(__name__)


def main() -> None:
    """Looks after the regions until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    hands = Hands(app)
    desk = Desk(hands, house=HOUSE_JOBS)
    pulse = Pulse(app, "ticker", desk.report).start()
    with app.app_context():
        _log.info("ticker.begins")
        desk.run(stop)
    hands.close()
    pulse.end()


if __name__ == "__main__":
    main()

"""The made-up monitoring of state services: it takes stages, each once, and shows the last ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from kezek.demonstration.counterparts.desks import Call, Desk, Malformed, Reply
from kezek.demonstration.counterparts.visits import Visit, rendered

STAGES = "/monitoring/v1/stages"
HOME = "/monitoring/"

_KNOWN = frozenset({"id", "application", "service", "stage", "at", "territory", "mode", "reason"})
_SHOWN = 200
_WORDS = {
    "kk": {
        "title": "Мемлекеттік қызметтер мониторингі (үлгі)",
        "made_up": "Көрсетілімге арналған ойдан шығарылған жүйе. Мұнда ешкімнің дербес дерегі жоқ.",
        "count": "Алынған кезеңдер",
        "repeated": "Қайталап келгені",
        "columns": ("Уақыты", "Өңір", "Өтініш", "Кезең", "Себебі"),
    },
    "ru": {
        "title": "Мониторинг государственных услуг (образец)",
        "made_up": "Выдуманная система для демонстрации. Личных данных здесь нет ни о ком.",
        "count": "Получено этапов",
        "repeated": "Пришло повторно",
        "columns": ("Время", "Регион", "Заявление", "Этап", "Причина"),
    },
}


@dataclass(slots=True)
class Receiver:
    """What came, by number; a number that comes again is acknowledged and changes nothing."""

    known: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    repeated: int = 0
    refuses: set[str] = field(default_factory=set)
    """Stages that it does not take, for whoever tries that."""
    _lock: Lock = field(default_factory=Lock)

    def take(self, call: Call) -> Reply:
        """A batch; one that holds more than the contract names is refused whole."""
        events, region = call.body.get("events"), call.body.get("region")
        if not isinstance(events, list) or not isinstance(region, str):
            raise Malformed("events")
        good, bad = [], []
        with self._lock:
            for event in events:
                if set(event) != _KNOWN:
                    raise Malformed("event")
                if event["stage"] in self.refuses:
                    bad.append({"id": event["id"], "code": "stage_unknown"})
                    continue
                self.repeated += event["id"] in self.known
                self.known.setdefault(event["id"], {**event, "region": region})
                good.append(event["id"])
        return Reply({"acknowledged": good, "refused": bad})

    def page(self, visit: Visit) -> str:
        """The last stages."""
        with self._lock:
            events = sorted(self.known.values(), key=lambda one: one["at"], reverse=True)
            count, repeated = len(events), self.repeated
        words = _WORDS[visit.language]
        return rendered(
            "monitoring.html",
            language=visit.language,
            title=words["title"],
            heading=words["title"],
            made_up=words["made_up"],
            words=words,
            events=events[:_SHOWN],
            count=count,
            repeated=repeated,
        )


def desk(receiver: Receiver | None = None) -> Desk:
    """Monitoring at its address."""
    receiver = receiver or Receiver()
    return Desk("monitoring", {STAGES: receiver.take}, {HOME: receiver.page})

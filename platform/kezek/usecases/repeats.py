"""A request that has its effect once: its key, and what its repetition is answered with."""

from kezek.db.idempotency import KeyReused, Once, Repeated

__all__ = ["KeyReused", "Once", "Repeated"]

"""The actors: each opens one use case and is one line long.

An actor may run twice, late, or after its work was done by another: the use case behind it asks
the tables first, and the actor says so (`idempotent=True`). It is given ids only; what is true is
read when it runs. A module here is found by being here (`worker.main` imports them all).
"""

from worker.broker import broker

__all__ = ["broker"]  # actors declare themselves to the broker that is set: it is made before them

"""THE LEDGER: tables and their doors.

Here stand rows, constraints, row-level security and the locks; no rule of the queue.
Opened only by `usecases`, `reads`, `commands` and `wiring`; never by `web` or `worker`.
Each table begins with its tenant (`scope.py` sets it, once a transaction); the few
tables without one are named, with reasons, in `global_tables.py`.
"""

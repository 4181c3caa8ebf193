"""PostgreSQL and Valkey out of wheels, for the demo and the tests, when no address is given.

Only the wheels' programs are used, never their Python: started by us as our own children they
need no account to be made, no folder to be opened to everybody, and go when we go.
"""

from kezek.adapters.embedded.errors import EmbeddedError
from kezek.adapters.embedded.postgres import DATABASE, Postgres
from kezek.adapters.embedded.servers import EmbeddedServers
from kezek.adapters.embedded.valkey import Valkey

__all__ = ["DATABASE", "EmbeddedError", "EmbeddedServers", "Postgres", "Valkey"]

"""Pages compiled once for all apps of a test process: each app by itself would compile its own."""

from jinja2.bccache import Bucket, BytecodeCache


class CompiledPages(BytecodeCache):
    """Keeps what the compiler made of a template; another source under its name is compiled anew.

    What it makes depends on how the environment is set up, so only apps that `create_app` gives
    may share one.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket with what is kept, unless its source is another one."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()

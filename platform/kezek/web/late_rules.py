"""Routes that learn to write their own address when it is first asked for, not at the start."""

from collections.abc import Callable
from functools import cache
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule whose writer of addresses is compiled at its first use.

    The library compiles two of them for every rule as it is added, which with 400 rules is most of
    what the app costs at its start; a process ever writes the addresses of a few dozen.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        whole = cache(lambda: super(LateRule, self)._compile_builder(append_unknown))

        def write(rule: Rule, /, **values: Any) -> tuple[str, str]:
            return whole()(rule, **values)

        return write

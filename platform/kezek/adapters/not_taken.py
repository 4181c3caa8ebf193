"""Why a message was not taken: what the family can mend, what time mends, and what is ours."""


class NotTaken(Exception):
    """A gateway did not take a message.

    `is_final` when the address takes no message at all. `is_temporary` when the other side has
    too much to do or the box is full: nobody's mistake. `is_unknown` when it may have been taken:
    the other side was silent after it had everything. Anything else is ours, or the provider's.
    """

    def __init__(
        self,
        reason: str,
        *,
        is_final: bool = False,
        is_temporary: bool = False,
        is_unknown: bool = False,
    ) -> None:
        super().__init__(reason)
        self.is_final = is_final
        self.is_temporary = is_temporary
        self.is_unknown = is_unknown

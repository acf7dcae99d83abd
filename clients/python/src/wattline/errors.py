"""What goes wrong, with a code, the place and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping


class WattlineError(Exception):
    """A request that cannot be met.

    ``code`` names the condition and stays the same when the words change; ``remedy`` says what to do; ``status`` is that
    of the server's answer, 0 where none came, None where no server was asked.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        remedy: str,
        place: Mapping[str, object] | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(f"{message}\n  code: {code}\n  remedy: {remedy}")
        self.code = code
        self.message = message
        self.remedy = remedy
        self.place = dict(place or {})
        self.status = status

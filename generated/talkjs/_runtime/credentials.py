"""The token of a session: the one in use, when it ends, and asking for another."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from .timing import Retries

_EARLY = 300.0
_SHORT = 600.0
_SHORTEST = 5.0
_MOST_REJECTIONS = 2


class Credentials:
    """What a session logs in with. Shows in no text."""

    __slots__ = ("_numbers", "_rejections", "_retries", "fetching", "give_up_at",
                 "has_provider", "is_service", "is_wanted", "not_before", "number",
                 "refresh_at", "token")  # fmt: skip

    def __init__(
        self,
        token: str | None,
        has_provider: bool,
        random: Callable[[], float],
        is_service: bool = False,
    ) -> None:
        self.token = token
        """The token in use; `None` if there is none, or it is known not to serve."""
        self.has_provider = has_provider
        self.is_service = is_service
        """Whether that is the service itself, not something of the user's."""
        self.number = 0
        """Counts the tokens that were accepted."""
        self._rejections = 0
        self.refresh_at: float | None = None
        """When to ask for the next token, while this one still serves."""
        self.is_wanted = False
        self.not_before = 0.0
        """The provider is not asked again before this."""
        self.fetching: int | None = None
        """The number of the question that the provider has not answered."""
        self.give_up_at = 0.0
        self._numbers = 0
        self._retries = Retries(0.5, 20.0, random)

    def serves(self, now: float) -> bool:
        """Tell whether the token can be used for a login."""
        if self.token is None:
            return False
        late = self.refresh_at is not None and now >= self.refresh_at
        return not (late and self.has_provider)

    def ask(self, now: float, within: float) -> int | None:
        """Return the number of a new question to the provider, if it is time."""
        self.is_wanted = True
        if self.fetching is not None or now < self.not_before:
            return None
        self._numbers += 1
        self.fetching = self._numbers
        self.give_up_at = now + within
        return self.fetching

    def take(self, token: str) -> None:
        """Use a token that the provider gave."""
        self.token, self.fetching, self.is_wanted = token, None, False
        self.refresh_at = None

    def miss(self, now: float, wait: float = 0.0) -> None:
        """The provider gave none: ask again later, if at all, but not before `wait`."""
        self.fetching = None
        self.not_before = now + max(self._retries.draw(), wait)

    def accept(self, lasts: object, now: float) -> None:
        """The service accepted the token, for so many seconds; anything else: for ever.

        A new one is asked for 5 min before the end, or after half of a short life.
        """
        self.number += 1
        self._rejections = 0
        self._retries.reset()
        self.not_before = 0.0
        self.refresh_at = None
        if isinstance(lasts, int | float) and not isinstance(lasts, bool):
            early = lasts - _EARLY if lasts > _SHORT else lasts / 2
            self.refresh_at = now + max(_SHORTEST, early)

    def reject(self) -> bool:
        """The service did not accept the token; tell whether to try another one."""
        self.drop()
        self._rejections += 1
        return self.has_provider and self._rejections < _MOST_REJECTIONS

    def drop(self) -> None:
        """Forget the token: it serves no more."""
        self.token = self.refresh_at = None

    @property
    def wake_at(self) -> float:
        """When something is to be done about the token; infinite: never."""
        if self.fetching is not None:
            return self.give_up_at
        if self.is_wanted:
            return self.not_before
        if self.refresh_at is not None and self.has_provider:
            return self.refresh_at
        return inf

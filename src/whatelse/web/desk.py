"""The sessions at work: each case folded from its events, kept in memory while nothing was added to it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Generic, TypeVar

from whatelse.interview.session import Session
from whatelse.interview.types import Audience
from whatelse.knowledge.schema import Knowledge
from whatelse.web.cases import Cases, Conflict

MOST_KEPT = 64


def now() -> str:
    """UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Desk:
    """Opens cases and keeps what is added to them. clock: gives the time of an event."""

    def __init__(self, knowledge: Knowledge, cases: Cases, clock: Callable[[], str] = now) -> None:
        self.knowledge = knowledge
        self.cases = cases
        self.clock = clock
        self._kept: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, audience: Audience, setting: str | None = None) -> str:
        """A new case; gives its id. Raises InputError for an unknown setting."""
        session = Session.open(self.knowledge, self.clock(), audience=audience, setting=setting)
        case = self.cases.open(session.events[0])
        self._remember(case, session)
        return case

    def session(self, case: str) -> Session:
        """Where a case stands. Raises KeyError for an unknown one."""
        events = self.cases.events(case)
        with self._lock:
            kept = self._kept.get(case)
        if kept is not None and kept.events == events:
            return kept
        session = Session.resume(self.knowledge, events)
        self._remember(case, session)
        return session

    def keep(self, case: str, before: Session, after: Session) -> Session:
        """Appends what ``after`` has more than ``before``. Raises Conflict where the case has gone on elsewhere."""
        fresh = after.events[len(before.events) :]
        if fresh:
            self.cases.append(case, fresh)
            self._remember(case, after)
        return after

    def delete(self, case: str) -> None:
        """Forgets a case wholly."""
        self.cases.delete(case)
        with self._lock:
            self._kept.pop(case, None)

    def _remember(self, case: str, session: Session) -> None:
        with self._lock:
            self._kept[case] = session
            self._kept.move_to_end(case)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def carried(before: Session, after: Session) -> Session:
    """``after``, which knows the same answers, with all that was worked out of them already."""
    own = {one.name for one in fields(before)}
    vars(after).update({name: value for name, value in vars(before).items() if name not in own})
    return after


def expect(session: Session, number: str | None) -> None:
    """Raises Conflict where a form was made for another state of the case. number: of the events it was made after."""
    if number is None or not number.isdecimal() or len(number) > 9 or int(number) != len(session.events):
        raise Conflict("the case has gone on elsewhere")


T = TypeVar("T")


class Kept(Generic[T]):
    """A few things by key, the oldest forgotten first: what the last answer changed, results that were worked out."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._kept: OrderedDict[tuple[str, ...], T] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def remember(self, key: tuple[str, ...], value: T) -> T:
        """Gives the value back."""
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value

    def get(self, key: tuple[str, ...]) -> T | None:
        with self._lock:
            return self._kept.get(key)

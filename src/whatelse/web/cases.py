"""Where cases are kept: events appended, never rewritten. A store on disk does the same behind this interface."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from typing import Protocol

import msgspec

from whatelse.interview.events import Event, text_of


class Conflict(Exception):
    """Somebody else (another tab) appended to the case in the meantime."""


class CaseInfo(msgspec.Struct, frozen=True):
    """One line of the list of cases. opened, last: times of the first and the last event."""

    id: str
    audience: str
    opened: str
    last: str
    events: int
    finished: bool


class Cases(Protocol):
    """Cases by id. An unknown id raises KeyError."""

    def list(self) -> tuple[CaseInfo, ...]:
        """All cases, the one that was last worked on first."""
        ...

    def open(self, first: Event) -> str:
        """A new case with its first event; gives its id, which cannot be guessed."""
        ...

    def events(self, case: str) -> tuple[Event, ...]:
        """All events of a case."""
        ...

    def append(self, case: str, events: Sequence[Event]) -> None:
        """Adds events that follow the last one kept. Raises Conflict, and keeps nothing, where they follow another."""
        ...

    def export(self, case: str) -> bytes:
        """The events as a file of an interview holds them."""
        ...

    def delete(self, case: str) -> None:
        """Forgets the case wholly."""
        ...


def info_of(case: str, events: Sequence[Event]) -> CaseInfo:
    """What the list says of a case."""
    return CaseInfo(
        id=case,
        audience=str(events[0].data.get("audience", "runner")),
        opened=events[0].time,
        last=events[-1].time,
        events=len(events),
        finished=events[-1].kind == "finished",
    )


class MemoryCases:
    """Cases of this process; they end with it."""

    def __init__(self) -> None:
        self._cases: dict[str, tuple[Event, ...]] = {}
        self._lock = threading.Lock()

    def list(self) -> tuple[CaseInfo, ...]:
        with self._lock:
            found = [info_of(case, events) for case, events in self._cases.items()]
        return tuple(sorted(found, key=lambda info: (info.last, info.id), reverse=True))

    def open(self, first: Event) -> str:
        case = secrets.token_urlsafe(9)
        with self._lock:
            self._cases[case] = (first,)
        return case

    def events(self, case: str) -> tuple[Event, ...]:
        with self._lock:
            return self._cases[case]

    def append(self, case: str, events: Sequence[Event]) -> None:
        with self._lock:
            kept = self._cases[case]
            before = kept[-1]
            for event in events:
                if event.n != before.n + 1 or event.before != before.hash:
                    raise Conflict(case)
                before = event
            self._cases[case] = (*kept, *events)

    def export(self, case: str) -> bytes:
        return text_of(self.events(case))

    def delete(self, case: str) -> None:
        with self._lock:
            del self._cases[case]

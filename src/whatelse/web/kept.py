"""The store on disk as the web app wants its cases: lines become events, and a conflict is the web app's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from whatelse import store
from whatelse.interview.events import Event, line_of, read
from whatelse.web.cases import CaseInfo, Conflict


class KeptCases:
    """Cases of one file; satisfies ``Cases``."""

    def __init__(self, kept: store.Store) -> None:
        self._store = kept

    def list(self) -> tuple[CaseInfo, ...]:
        return tuple(
            CaseInfo(
                id=one.id,
                audience=str(one.data.get("audience", "runner")),
                opened=one.first.time,
                last=one.last.time,
                events=one.events,
                finished=one.last.kind == "finished",
            )
            for one in self._store.list()
        )

    def open(self, first: Event) -> str:
        return self._store.open(_line(first))

    def events(self, case: str) -> tuple[Event, ...]:
        return read(self._store.export(case)).events

    def append(self, case: str, events: Sequence[Event]) -> None:
        try:
            self._store.append(case, [_line(event) for event in events])
        except store.Conflict:
            raise Conflict(case) from None

    def export(self, case: str) -> bytes:
        return self._store.export(case)

    def delete(self, case: str) -> None:
        self._store.delete(case)


def open_cases(path: Path | None = None) -> KeptCases:
    """The cases of a file; without a name, those of this user. Raises InputError where it cannot be used."""
    return KeptCases(store.Store(path))


def _line(event: Event) -> bytes:
    return line_of(event).removesuffix(b"\n")

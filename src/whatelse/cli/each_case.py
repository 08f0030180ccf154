"""Every case of some files and folders answered; one that cannot be is told in one line and stops no other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

import click

from whatelse.case import Case, read_cases
from whatelse.errors import InputError
from whatelse.knowledge import Knowledge

T = TypeVar("T")


class EachCase:
    """``answers`` yields as long as cases come; ``done`` ends the command, with exit code 2 where one failed."""

    def __init__(self, paths: tuple[str, ...], knowledge: Knowledge) -> None:
        self._paths, self._knowledge = paths, knowledge
        self._failed = False

    @property
    def lines_in(self) -> bool:
        """Whether all files are JSON Lines; then JSON Lines come out."""
        return all(path.endswith(".jsonl") for path in self._paths)

    def answers(self, answer: Callable[[Case], T]) -> Iterator[tuple[str, Case, T]]:
        """Name, case and answer of each. Raises InputError where the setting asked for is not known: that concerns
        all of them."""
        for path in self._paths:
            for name, item in read_cases(path, self._knowledge):
                try:
                    if not isinstance(item, Case):
                        raise item
                    found = answer(item)
                except InputError as error:
                    if "setting" in (error.field or "") and not error.file:
                        raise
                    self.failed(error, name)
                    continue
                yield name, item, found

    def failed(self, error: InputError, name: str) -> None:
        """Tells one error, after everything printed so far."""
        self._failed = True
        sys.stdout.flush()
        click.echo(f"whatelse: {error.at(file=name)}", err=True)

    def done(self) -> None:
        if self._failed:
            sys.exit(2)

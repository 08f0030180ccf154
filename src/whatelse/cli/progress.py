"""One line on standard error that is written over, once the work has taken longer than people like to wait."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

#: Seconds before progress is shown, and between two signs of it.
PATIENCE, STEP = 1.0, 0.2


class Progress:
    """Shown where standard error is a terminal; ``done`` wipes it away."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, shown: bool | None = None) -> None:
        self._clock = clock
        self._shown = sys.stderr.isatty() if shown is None else shown
        self._next = clock() + PATIENCE
        self._width = 0

    def say(self, line: str, *, now: bool = False) -> None:
        """now: do not wait; for a step that itself takes long."""
        if not self._shown or (not now and self._clock() < self._next):
            return
        self._next = self._clock() + STEP
        click.echo(f"\r{line.ljust(self._width)}", nl=False, err=True)
        self._width = max(self._width, len(line))

    def done(self) -> None:
        if self._width:
            click.echo(f"\r{' ' * self._width}\r", nl=False, err=True)
        self._width = 0

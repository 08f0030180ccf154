"""From the files of a trial to its analysis; whatever is wrong with one of them is told in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from whatelse.errors import InputError, shown
from whatelse.motion.read import read
from whatelse.stride.analyse import Analysed, Tell, analysed, silent
from whatelse.stride.events import EventsFrom


def analysed_files(
    path: str,
    static: str | None = None,
    speed: float | None = None,
    *,
    events_from: EventsFrom = "auto",
    incline_deg: float | None = None,
    reading: dict[str, Any] | None = None,
    named: str | None = None,
    tell: Tell = silent,
) -> Analysed:
    """As ``analysed``, from files. reading: keywords of ``read``; named: what the recording is called where not as its
    file; tell: hears each stage as it begins.

    Raises InputError, one line, whatever is wrong with a file.
    """
    keywords = reading or {}
    try:
        # A place that cannot be is NaN from here on, and said to be missing; it is nothing to print about.
        with np.errstate(all="ignore"):
            tell("reading")
            standing = read(static, **_for_standing(keywords)) if static else None
            recording = read(path, **keywords)
            if named is not None:
                recording = msgspec.structs.replace(recording, source=named)
            return analysed(recording, standing, speed, events_from=events_from, incline_deg=incline_deg, tell=tell)
    except (
        ValueError,
        IndexError,
        KeyError,
        TypeError,
        OverflowError,
        ZeroDivisionError,
        np.linalg.LinAlgError,
    ) as error:
        if isinstance(error, InputError):
            raise
        # What no check foresaw in a damaged recording is still told in one line.
        reason = f"cannot be analysed ({type(error).__name__}: {shown(str(error))})"
        raise InputError(reason, file=named or Path(path).name) from error
    except MemoryError:
        raise InputError("is too large for the memory of this machine", file=named or Path(path).name) from None


def _for_standing(reading: dict[str, Any]) -> dict[str, Any]:
    """What was said of the run that holds for the standing trial of the same laboratory."""
    return {name: reading[name] for name in ("map", "units", "axes") if name in reading}

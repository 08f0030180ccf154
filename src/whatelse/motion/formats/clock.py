"""The true time of rows: many programs round the times they write, or write a count instead."""

from __future__ import annotations

import numpy as np

from whatelse.errors import InputError
from whatelse.motion.recording import FloatArray

#: A rate this near (relative) to a whole number of Hz is that number.
NEAR_WHOLE = 5e-4
#: Written times may differ from even ones by this share of a step.
UNEVEN = 0.4
#: Rates between which movement is recorded, Hz.
SLOWEST, FASTEST = 1.0, 20_000.0


def even_time(written: FloatArray, told_rate: float | None = None) -> tuple[FloatArray, float, list[str]]:
    """Time (N,) s, rate Hz and remarks, from written times (N,) s and the rate a header tells.

    Even steps hidden by rounding are put back; times that truly vary are kept. Raises InputError where time is
    missing or does not rise.
    """
    if not np.isfinite(written).all():
        raise InputError("has rows without a time", field="time")
    if len(written) < 2:
        rate = told_rate or 1.0
        return written.copy(), rate, []
    steps = np.diff(written)
    if (steps < 0).any() or written[-1] <= written[0]:
        row = int(np.argmax(steps <= 0)) + 2
        raise InputError(f"has a time that does not rise (row {row} of the numbers)", field="time")
    measured = (len(written) - 1) / (written[-1] - written[0])
    if abs(measured - 1.0) < 1e-9 and told_rate is None and np.all(steps == 1):
        raise InputError("counts rows where times in s are expected; tell the rate in Hz (--rate)", field="time")
    rate = _whole(measured)
    if told_rate and abs(told_rate / measured - 1) < 0.01:
        rate = told_rate
    even = written[0] + np.arange(len(written)) / rate
    off = float(np.abs(even - written).max())
    if off > UNEVEN / rate:
        if (steps <= 0).any():
            raise InputError("has the same time in two rows", field="time")
        notes = [f"the rows are not evenly spaced (up to {steps.max():.3f} s apart); their own times are kept"]
        return written.copy(), float(1 / np.median(steps)), notes
    _plausible(rate)
    notes = [f"times are rounded in the file; row number / {rate:g} Hz is used"] if off > 1e-6 else []
    return even, rate, notes


def counted_time(rows: int, rate: float | None) -> FloatArray:
    """Time of rows that have none. Raises InputError where the rate is not told."""
    if rate is None:
        raise InputError("tells neither time nor rate; tell the rate in Hz (--rate)")
    _plausible(rate)
    return np.arange(rows) / rate


def _plausible(rate: float) -> None:
    if not SLOWEST <= rate <= FASTEST:
        raise InputError(
            f"would have {rate:g} rows a second, expected 1 to 20000; is time in s? (--rate)", field="time"
        )


def _whole(rate: float) -> float:
    nearest = round(rate)
    return float(nearest) if nearest and abs(rate / nearest - 1) < NEAR_WHOLE else float(rate)

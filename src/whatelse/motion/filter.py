"""A low-pass filter without lag, in NumPy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whatelse.motion.recording import FloatArray

#: Periods of the cut-off by which a signal is lengthened at both ends, so that the ends do not ring.
_PADDING = 6


def low_pass(values: FloatArray, rate_hz: float, cutoff_hz: float, order: int = 2) -> FloatArray:
    """Butterworth low-pass forward and backward: (T, ...) filtered along the first axis, without lag.

    The gain is that of running a digital Butterworth filter of this order once each way (Winter 2009, "Biomechanics
    and Motor Control of Human Movement"): half at the cut-off. It is put on in the frequency domain, after each end
    is continued by its own point reflection. Gaps (NaN) are bridged by straight lines for the filter and are gaps
    again afterwards. Where the cut-off is not below half the rate, nothing is to be filtered.
    """
    if cutoff_hz >= rate_hz / 2 or len(values) < 4:
        return values.copy()
    flat = values.reshape(len(values), -1)
    count = min(len(flat) - 1, int(np.ceil(_PADDING * rate_hz / cutoff_hz)))
    length = _fast_length(len(flat) + 2 * count)
    frequency = np.fft.rfftfreq(length, 1 / rate_hz)
    ratio = np.tan(np.pi * np.minimum(frequency / rate_hz, 0.4999999)) / np.tan(np.pi * cutoff_hz / rate_hz)
    gain = 1 / (1 + ratio ** (2 * order))
    smooth = np.empty_like(flat, dtype=np.float64)
    for column in range(flat.shape[1]):
        signal = flat[:, column].astype(np.float64)
        gaps = np.isnan(signal)
        signal = bridged(signal, gaps)
        padded = np.empty(length)
        padded[:count] = 2 * signal[0] - signal[count:0:-1]
        padded[count : count + len(flat)] = signal
        padded[count + len(flat) : 2 * count + len(flat)] = 2 * signal[-1] - signal[-2 : -count - 2 : -1]
        padded[2 * count + len(flat) :] = padded[2 * count + len(flat) - 1]
        smooth[:, column] = np.fft.irfft(np.fft.rfft(padded) * gain, length)[count : count + len(flat)]
        smooth[gaps, column] = np.nan
    return smooth.reshape(values.shape)


def bridged(signal: FloatArray, gaps: NDArray[np.bool_]) -> FloatArray:
    """(T,) with gaps filled by straight lines, and by the nearest value at the ends; nought where nothing is."""
    if not gaps.any():
        return signal
    if gaps.all():
        return np.zeros(len(signal))
    index = np.arange(len(signal))
    return np.interp(index, index[~gaps], signal[~gaps])


def _fast_length(least: int) -> int:
    """The smallest length not below ``least`` without a prime factor beyond 5: quick to transform."""
    best = 1 << (least - 1).bit_length()
    three = 1
    while three < best:
        five = three
        while five < best:
            length = five << max(0, (-(-least // five) - 1).bit_length())
            best = min(best, length)
            five *= 5
        three *= 3
    return best

"""Files of movement in, one labelled ``Recording`` out.

>>> from whatelse.motion import read
>>> recording = read("run.c3d")  # doctest: +SKIP
>>> recording.point("left_heel")[:, 1].min()  # height in m  # doctest: +SKIP
>>> for guess in recording.guesses:  # doctest: +SKIP
...     print(guess.what, guess.value, guess.why, guess.override)
"""

from __future__ import annotations

from whatelse.motion.read import read
from whatelse.motion.recording import Axes, Event, ForcePlate, Guess, Recording, Series, Side

__all__ = ["Axes", "Event", "ForcePlate", "Guess", "Recording", "Series", "Side", "read"]

"""The hips as a mechanical system: muscle stretch, the chain of joints, the nerve's bed, and what-ifs.

Geometry and stated assumptions only. No forces, no diagnosis.

>>> from whatelse.mechanics import mechanics_of, typical
>>> told = mechanics_of(typical())
>>> round(told.muscle("bflh", "left").peak.percent)
96
"""

from __future__ import annotations

from whatelse.mechanics.analyse import Mechanics, mechanics_of
from whatelse.mechanics.edits import parse_edits
from whatelse.mechanics.gait import Gait
from whatelse.mechanics.nerve import parse_tethers
from whatelse.mechanics.recorded import gait_of, gait_of_analysis, recorded
from whatelse.mechanics.restrictions import parse_restrictions
from whatelse.mechanics.typical import typical

__all__ = [
    "Gait",
    "Mechanics",
    "gait_of",
    "gait_of_analysis",
    "mechanics_of",
    "parse_edits",
    "parse_restrictions",
    "parse_tethers",
    "recorded",
    "typical",
]

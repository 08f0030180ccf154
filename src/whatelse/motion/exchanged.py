"""Names that the places of the markers contradict: inner and outer ones exchanged, trochanters called hips.

The first happens in good laboratories (both runs of RBDS 001 have it on the right forefoot) and turns a foot round
by its long axis; where the outer marker lies inside of the inner one nearly all the time, the two names are
exchanged back. The second: hip centres are 15 to 22 cm apart, markers on the skin far more. Each is told as a guess.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from whatelse.motion.orient import Points, sampled
from whatelse.motion.recording import SIDES, FloatArray, Guess

#: Inner and outer markers.
PAIRS = (("mt1", "mt5"), ("knee_medial", "knee_lateral"), ("ankle_medial", "ankle_lateral"))
#: Hips farther apart than this, m, are trochanters.
WIDEST_HIPS = 0.26
#: Share of frames that must agree, and the least distance in m that counts.
NEARLY_ALWAYS, CLEAR = 0.8, 0.03


def exchanged_back(
    names: tuple[str, ...], points: Points, right: FloatArray, scale: float, own: Collection[str], guesses: list[Guess]
) -> tuple[str, ...]:
    """The names with exchanged pairs put right. own: points that the person named, which are left alone."""
    swapped: dict[str, str] = {}
    hips = ("left_hip", "right_hip")
    if all(name in points and name not in own for name in hips) and "left_trochanter" not in points:
        apart = np.linalg.norm(sampled(points["right_hip"]) - sampled(points["left_hip"]), axis=1) * scale
        apart = apart[np.isfinite(apart)]
        if len(apart) and np.median(apart) > WIDEST_HIPS:
            swapped |= {name: name.replace("hip", "trochanter") for name in hips}
            why = f"they are {np.median(apart):.2f} m apart, more than hip centres can be"
            guesses.append(Guess("meaning of the hip markers", "trochanters", why, "map=... (--map)"))
    for side in SIDES:
        outward = right if side == "right" else -right
        for inner, outer in PAIRS:
            pair = f"{side}_{inner}", f"{side}_{outer}"
            if not all(name in points and name not in swapped and name not in own for name in pair):
                continue
            across = (sampled(points[pair[1]]) - sampled(points[pair[0]])) @ outward * scale
            across = across[np.isfinite(across)]
            if len(across) and np.mean(across < 0) > NEARLY_ALWAYS and np.median(across) < -CLEAR:
                swapped |= {pair[0]: pair[1], pair[1]: pair[0]}
                why = f"{pair[1]} lies {-np.median(across) * 100:.0f} cm further in than {pair[0]}"
                guesses.append(Guess("exchanged names", f"{pair[0]} and {pair[1]}", why, "map=... (--map)"))
    return tuple(swapped.get(name, name) for name in names)

"""Checks of a recording, and what they forbid, in words."""

from whatelse.report.stride_gate_words import GROUPS, fired
from whatelse.stride.gates import checks, stated, valued
from whatelse.stride.types import StrideAnalysis

EMPTY = StrideAnalysis(
    source="", format="trc", kind="markers", version="", duration_s=1.0, events_from="markers", events=(),
    cadence_spm=None, speed_m_s=None, speed_from="not known", strides={}, metrics=(), angles=(), angle_method="none",
    gates=(valued("strides", 3.0), valued("knee_repeats", 9.0, "left"), stated("foot_points", False)), provenance=(),
)  # fmt: skip


def test_every_group_that_a_check_names_has_words() -> None:
    for name in checks():
        gate = stated(name, True)
        assert {*gate.blocks, *gate.weakens} <= set(GROUPS), name


def test_what_did_not_fire_is_not_told() -> None:
    few, slips = fired(EMPTY)
    assert few.text == "fewer than 8 strides of a side: means are approximate (3, limit 8)"
    assert few.forbids == () and "the knee" in few.weakens
    assert slips.text.startswith("left: the knee does not repeat")
    assert slips.forbids == ("the knee", "how high the heel comes") and slips.weakens == ()

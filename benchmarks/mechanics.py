"""Mechanics, measured: fit, speed, what-ifs, and published facts reproduced or not.

    python benchmarks/mechanics.py [--motion DIR] [--model LaiUhlrich2022.osim]

--motion: folder with the public run rbds001 (markers, standing trial, the laboratory's mean angles). --model: compares
with OpenSim on every frame of that run, where OpenSim is installed (`pip install opensim`; nothing else needs it).
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from whatelse.mechanics import mechanics_of, muscles, parse_edits, parse_restrictions, recorded, typical
from whatelse.mechanics.chain import chain
from whatelse.mechanics.edits import KINDS
from whatelse.mechanics.gait import ANKLE, HIP, KNEE, Gait
from whatelse.mechanics.nerve import nerve
from whatelse.mechanics.stretch import peak_of
from whatelse.mechanics.what_if import what_if
from whatelse.motion.angles import joint_angles
from whatelse.motion.read import read

RUN, STANDING, LABORATORY = "rbds001_run_3p5.c3d", "rbds001_static.c3d", "rbds001_processed_angles_moments.txt"
EDITS = {"overstride": 5, "heel_lift": 10, "hip_extension": 5, "trunk_lean": 5, "pelvic_tilt": 5, "cadence": 5}


def best(work: Callable[[], object], repeats: int = 15) -> float:
    """Seconds of the quickest of several runs: the others were disturbed."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def heading(words: str) -> None:
    print(f"\n## {words}\n")


def fits() -> None:
    heading("Fit, on poses that were not fitted")
    print("| muscle | max length error, running poses, mm (% of upright) | hip flexion arm rms / p99, mm | knee arm |")
    print("|---|---|---|---|")
    for one in muscles.table().muscles:
        error, arms = one.error["running"], one.moment_arm_error
        cells = [
            f"{arms[joint]['rms_mm']:.2f} / {arms[joint]['p99_mm']:.2f}" if joint in arms else "-"
            for joint in ("hip_flexion", "knee_angle")
        ]
        print(
            f"| {one.label} | {error['max_mm']:.2f} ({error['max_percent_of_upright']:.3f}) | {cells[0]} | {cells[1]} |"
        )


def frames(folder: Path) -> tuple[np.ndarray, float]:
    """(T, 5) right leg of every frame of the run, degrees, from upright; frames a second."""
    run, standing = read(folder / RUN), read(folder / STANDING)
    found = joint_angles(run, standing)
    upright = -float(np.nanmean(joint_angles(standing, standing).angle("pelvis_tilt")))
    table = np.column_stack([found.angle(f"{name}_r") for name in muscles.JOINTS])
    table[:, HIP] -= upright
    return table[np.isfinite(table).all(axis=1)], run.rate_hz


def against_opensim(model: str | None, angles: np.ndarray, rate: float) -> None:
    heading("Against OpenSim, every frame of a real run")
    ours = best(lambda: muscles.lengths(angles, muscles.HAMSTRINGS)) / len(angles)
    print(f"ours: {1e6 * ours:.2f} us per frame for three hamstring lengths ({len(angles)} frames)")
    if model is None:
        print("OpenSim: not compared, no --model given")
        return
    try:
        import opensim
    except ImportError:
        print("OpenSim: not compared, it is not installed")
        return
    opensim.Logger.setLevelString("Error")
    body = opensim.Model(model)
    state = body.initSystem()
    joints = [body.getCoordinateSet().get(f"{name}_r") for name in muscles.JOINTS]
    paths = [body.getMuscles().get(f"{name}_r") for name in muscles.HAMSTRINGS]

    def lengths(degrees: np.ndarray) -> np.ndarray:
        out = np.empty((len(degrees), len(paths)))
        for t, pose in enumerate(np.radians(degrees)):
            for joint, angle in zip(joints, pose.tolist(), strict=True):
                joint.setValue(state, angle, False)
            body.realizePosition(state)
            for m, path in enumerate(paths):
                out[t, m] = path.getLength(state)
        return out

    theirs = best(lambda: lengths(angles), 3) / len(angles)
    ours = best(lambda: muscles.lengths(angles, muscles.HAMSTRINGS)) / len(angles)
    print(
        f"OpenSim: {1e6 * theirs:.1f} us per frame; ratio {theirs / ours:.0f}x (same frames, same process, best runs)"
    )
    true, told = lengths(angles), muscles.lengths(angles, muscles.HAMSTRINGS)
    speed = np.abs(np.gradient(told - true, axis=0)) * rate
    print("\n| muscle | max length error, mm (% of upright) | max velocity error, m/s |\n|---|---|---|")
    for m, name in enumerate(muscles.HAMSTRINGS):
        off = float(np.abs(told[:, m] - true[:, m]).max())
        one = muscles.table().muscle(name)
        print(f"| {one.label} | {1000 * off:.3f} ({100 * off / one.upright_m:.4f}) | {speed[:, m].max():.4f} |")


def speeds(gait: Gait) -> None:
    heading("Time per stride, both legs")
    for name, amount in EDITS.items():
        edits = parse_edits((f"{name}={amount}",))
        print(f"what-if {name}: {1000 * best(lambda edits=edits: what_if(gait, edits)):.2f} ms")
    together = parse_edits((",".join(f"{name}={amount}" for name, amount in EDITS.items()),))
    print(f"what-if, all {len(EDITS)} alone and together: {1000 * best(lambda: what_if(gait, together)):.2f} ms")
    limited = parse_restrictions(("right_hip_extension=10",))
    print(f"chain: {1000 * best(lambda: chain(gait, limited, sensitivity=False)):.2f} ms")
    print(f"chain with its sensitivity table: {1000 * best(lambda: chain(gait, limited), 5):.2f} ms")
    print(f"everything of a stride: {1000 * best(lambda: mechanics_of(gait), 5):.2f} ms")


def facts(strides: dict[str, Gait], folder: Path | None) -> None:
    heading("Peak stretch of every stride, % of upright length (at % of the cycle)")
    print("| stride | BFlh | SM | ST | fastest lengthening |\n|---|---|---|---|---|")
    for name, gait in strides.items():
        told = mechanics_of(gait)
        for side in told.sides[: 1 if gait.method == "typical" else None]:
            own = [told.muscle(m, side) for m in muscles.HAMSTRINGS]
            cells = " | ".join(f"{one.peak.stretch:.1f} ({one.peak.percent:.1f})" for one in own)
            quick = max(own, key=lambda one: one.fastest_per_s)
            print(f"| {name}, {side} | {cells} | {quick.id} {quick.fastest_per_s:.2f} /s |")
    if folder is not None and (folder / LABORATORY).is_file():
        heading("Speed: the laboratory's angles of one runner, BFlh, right / left")
        for metres, mark in ((2.5, "25"), (3.5, "35"), (4.5, "45")):
            print(f"{metres} m/s: {' / '.join(_laboratory(folder / LABORATORY, side, mark) for side in 'RL')}")


def _laboratory(path: Path, side: str, mark: str) -> str:
    """Their pelvis stands 8 degrees less forward than one through the four spines: taken as upright."""
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    angles = np.zeros((len(rows), 5))
    for column, joint in ((HIP, "hip"), (KNEE, "knee"), (ANKLE, "ankle")):
        angles[:, column] = [float(row[f"{side}{joint}AngZ{mark}"]) for row in rows]
    curve = muscles.stretch(angles, ("bflh",))[:, 0]
    peak, when = peak_of(curve)
    late = np.diff(curve[60:]).max()
    return f"{peak:.1f} % at {when:.0f} %, fastest {late:.2f} points per percent of the cycle"


def signs(gait: Gait) -> None:
    heading("What-ifs on this stride: sign table (least to most over all ways of drawing; left)")
    print("| edit | muscle | peak stretch | at landing | mean in swing |\n|---|---|---|---|---|")
    for name, amount in EDITS.items():
        for signed in (-amount, amount):
            answer = what_if(gait, parse_edits((f"{name}={signed}",)), ("left",))[0]
            for muscle in ("bflh", "psoas"):
                cells = [
                    f"{one.verdict} ({one.least:+.2f} to {one.most:+.2f})"
                    for measure in ("peak stretch", "stretch at landing", "mean stretch in swing")
                    for one in answer.changes
                    if one.muscle == muscle and one.measure == measure
                ]
                print(f"| {name} {signed:+g} {KINDS[name].unit} | {muscle} | {' | '.join(cells) or answer.refused} |")
    for text in ("trunk_lean=60", "overstride=15"):
        print(f"\nrefused: {text}: {what_if(gait, parse_edits((text,)))[0].refused}")


def chains(gait: Gait) -> None:
    heading("Chain")
    for text in ("right_hip_extension=10", "right_hip_extension=10,lumbar_extension=14", "right_hip_flexion=10"):
        told = chain(gait, parse_restrictions((text,)))
        moved = ", ".join(f"{one.id} {one.most:+.1f}" for one in told.joints if abs(one.most) >= 0.05)
        first = next(one for one in told.hamstrings if one.side == told.side and one.id == "bflh")
        print(f"{text}: {moved}; stride shorter by {told.shorter_cm:.1f} cm")
        print(
            f"  {told.side} BFlh at its peak ({first.percent_before:.0f} %) {first.at_peak:+.2f} points; right hip "
            f"most extended at {told.extension_end['right']:.0f} % of the left cycle"
        )
    print("\n| weight | factor | pelvis | left BFlh at peak | shorter, cm |\n|---|---|---|---|---|")
    for row in chain(gait, parse_restrictions(("right_hip_extension=10",))).sensitivity:
        print(f"| {row.weight} | {row.factor:g} | {row.pelvis:+.2f} | {row.hamstring:+.2f} | {row.shorter_cm:.1f} |")


def nerves(gait: Gait) -> None:
    heading("Nerve (teaching model): sums, 1 = the assumed limit")
    told = nerve(gait)
    print(told.calibration)
    for one in told.manoeuvres:
        print(f"{one.total:.3f} {one.name}")
    for stride in told.stride:
        print(f"{stride.total:.3f} running, {stride.side}, at {stride.percent:.0f} %")
    pair = told.together
    print(f"tethers: {pair.first} {pair.first_alone:.2f}, {pair.second} {pair.second_alone:.2f}, both {pair.both:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--motion", type=Path)
    parser.add_argument("--model")
    args = parser.parse_args()
    strides = {"typical, 2.5 m/s": typical()}
    fits()
    if args.motion is not None:
        strides["rbds001, 3.5 m/s"] = recorded(args.motion / RUN, args.motion / STANDING)
        calgary = "ric_20140515T133244"
        strides["ric_20140515, 2.8 m/s"] = recorded(
            args.motion / f"{calgary}_run.c3d", args.motion / f"{calgary}_static.c3d"
        )
        against_opensim(args.model, *frames(args.motion))
    else:
        print("\nno --motion given: the typical stride only")
    real = list(strides.values())[min(1, len(strides) - 1)]
    speeds(real)
    facts(strides, args.motion)
    signs(real)
    chains(real)
    nerves(real)


if __name__ == "__main__":
    main()

"""Foot events against force plates, cadence and contact time of every kind of recording, the gates of the clip, norms.

.venv/bin/python benchmarks/stride_events.py [--data FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from tests.development_data import DATA
from tests.stride.matching import compared, from_force
from whatelse.motion.read import read
from whatelse.stride import analyse, norm_fit
from whatelse.stride.body import body_of, bridged, even
from whatelse.stride.marker_contacts import marker_contacts


def numbers(name: str, errors: np.ndarray) -> str:
    ms = 1000.0 * errors
    return (
        f"  {name:8s} bias {ms.mean():+6.1f}  SD {ms.std():5.1f}  RMSE {np.sqrt((ms**2).mean()):5.1f}  "
        f"worst {np.abs(ms).max():5.1f} ms"
    )


def against_force(folder: Path) -> None:
    print("Markers against force plates (50 N), one set of parameters")
    for file, truth in (
        ("rbds001_run_2p5_markers.txt", "rbds001_run_2p5_events_force.csv"),
        ("rbds001_run_3p5.c3d", "rbds001_run_3p5_events_force.csv"),
    ):
        contacts = marker_contacts(body_of(bridged(even(read(folder / file)))))
        known = from_force(folder / truth)
        errors = compared(contacts, known)
        mean, true = (
            np.mean([c.duration_s for c in contacts.contacts]),
            np.mean([end - start for _, start, end in known]),
        )
        print(f"{file}: {len(known)} contacts, missed {errors.missed}, invented {errors.invented}")
        print(numbers("contact", errors.contact))
        print(numbers("toe-off", errors.toe_off))
        print(f"  mean contact time {1000 * mean:.0f} ms, by force {1000 * true:.0f} ms")
    recording = read(folder / "formats" / "opensim" / "bmc_run_markers.trc")
    known = [("right", 0.0582, 0.2925), ("left", 0.4058, 0.6560)]
    errors = compared(marker_contacts(body_of(bridged(even(recording)))), known)
    print(f"bmc_run_markers.trc (another runner, over ground): 2 contacts, missed {errors.missed}")
    print(numbers("contact", errors.contact))
    print(numbers("toe-off", errors.toe_off))


def own_plates(folder: Path) -> None:
    analysis = analyse(folder / "rbds001_run_3p5.c3d", events_from="force")
    events = [(e.side, e.kind, e.time_s) for e in analysis.events]
    known = from_force(folder / "rbds001_run_3p5_events_force.csv")
    gaps = [
        min(abs(at - start) for side, kind, at in events if side == s and kind == "initial_contact")
        for s, start, _ in known
    ]
    print(f"Force plates of the C3D itself: {len(known)} contacts, furthest {1000 * max(gaps):.1f} ms from the table")


def calgary(folder: Path) -> None:
    analysis = analyse(folder / "ric_20140515T133244_run.c3d")
    print(f"Calgary C3D: {analysis.cadence_spm:.1f} steps/min, from a foot marker's spectrum 184.2")


def sensor(folder: Path) -> None:
    print("Sensor at the lower back: m/s, slope, steps/min and contact ms (by force)")
    off = []
    with (folder / "sacral_accel" / "trials.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        recording = read(folder / "sacral_accel" / f"sub02_trial{int(row['trial']):02d}.csv.gz")
        moved, forced = (analyse(recording, events_from=how) for how in ("kinematics", "force"))
        one, other = (1000 * a.metric("contact_time_s").value for a in (moved, forced))
        off.append((moved.cadence_spm - forced.cadence_spm, one - other))
        print(
            f"  {float(row['Speed']):.2f}  {float(row['Slope']):+4.0f}   "
            f"{moved.cadence_spm:.1f} ({forced.cadence_spm:.1f})   {one:.0f} ({other:.0f})"
        )
    cadence, contact = np.array(off).T
    print(
        f"  cadence off by at most {np.abs(cadence).max():.2f} steps/min; "
        f"contact {contact.mean():+.1f}, SD {contact.std():.1f} ms"
    )


def clip(folder: Path) -> None:
    print("Clip of 30 pictures a second; truth 168.9 +- 0.5 steps/min")
    for file in ("rtmpose_halpe26.json", "blazepose_heavy.csv", "blazepose_full.csv"):
        analysis = analyse(folder / f"treadmill_side_30fps.{file}")
        fired = [gate.id + (f" ({gate.side})" if gate.side else "") for gate in analysis.gates if gate.fired]
        told = [m.id for m in analysis.metrics if m.side == "left" and m.measurable]
        contact = [analysis.metric("contact_time_s", side) for side in ("left", "right")]
        times = ", ".join("-" if m.value is None else f"{m.value:.3f}" for m in contact)
        print(f"  {file}: {analysis.cadence_spm:.1f} steps/min; contact left, right {times} s")
        print(f"    gates: {', '.join(fired)}")
        print(f"    told of the near leg: {', '.join(told)}")


def norms(path: Path) -> None:
    print("Norms at 2.5 m/s: centre, spread; runners left out one by one who lie inside 50, 80, 90 %; shift by corrupt")
    clean = norm_fit.per_runner(path)
    limits = norm_fit.IMPOSSIBLE_EXTENSION, norm_fit.IMPOSSIBLE_RANGE
    norm_fit.IMPOSSIBLE_EXTENSION = norm_fit.IMPOSSIBLE_RANGE = float("inf")
    dirty = norm_fit.per_runner(path)
    norm_fit.IMPOSSIBLE_EXTENSION, norm_fit.IMPOSSIBLE_RANGE = limits
    for name, values in clean.items():
        centre, spread = norm_fit.robust(values)
        hits = []
        for k, value in enumerate(values):
            middle, wide = norm_fit.robust(np.delete(values, k))
            hits.append([abs(value - middle) <= z * wide for z in (0.6745, 1.2816, 1.6449)])
        inside = " ".join(f"{100 * share:.0f}" for share in np.mean(hits, axis=0))
        shift = norm_fit.robust(dirty[name])[0] - centre
        print(f"  {name:26s} {centre:6.1f} {spread:5.1f}   {inside} %   {shift:+.2f} deg   n {len(values)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA / "data", help="folder of recordings (default: %(default)s)")
    data = parser.parse_args().data
    begun = time.perf_counter()
    motion = data / "motion"
    against_force(motion)
    own_plates(motion)
    calgary(motion)
    sensor(motion)
    clip(data / "video")
    norms(motion / "bmc_ric_angles_odd_subjects.csv.gz")
    print(f"{time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()

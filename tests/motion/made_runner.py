"""A runner made of formulas, in the axes of the runner (forward, up, right) in m: no person's data, exactly known."""

import numpy as np

LEG = 0.45
MARKERS = ("asis", "psis", "knee_lateral", "ankle_lateral", "heel", "toe", "mt1", "mt5")


def runner(frames=300, rate=100.0, speed=3.0, overground=False):
    """Point -> (T, 3). Thigh and shank swing as sines; the pelvis bounces; hip centres lie where Harrington's
    regression puts them from the spines."""
    time = np.arange(frames) / rate
    points = {}
    phase = 2 * np.pi * 1.4 * time
    drift = speed * time if overground else np.zeros(frames)
    hip_height = 0.93 + 0.04 * np.cos(2 * phase)
    for side, sign, shift in (("left", -1.0, 0.0), ("right", 1.0, np.pi)):
        z = np.full(frames, 0.0931 * sign)
        thigh = np.radians(10 + 30 * np.sin(phase + shift))
        knee = np.radians(45 + 40 * np.cos(phase + shift + 0.3))
        shank = thigh - knee
        hip = np.column_stack([drift, hip_height, z])
        at_knee = hip + LEG * np.column_stack([np.sin(thigh), -np.cos(thigh), 0 * z])
        at_ankle = at_knee + LEG * np.column_stack([np.sin(shank), -np.cos(shank), 0 * z])
        pitch = shank + np.radians(5)

        def on_foot(ahead, up, pitch=pitch, at_ankle=at_ankle):
            return at_ankle + np.column_stack(
                [ahead * np.cos(pitch) - up * np.sin(pitch), ahead * np.sin(pitch) + up * np.cos(pitch), 0 * pitch]
            )

        beside = np.array([0.0, 0.0, sign])
        front, back = np.array([0.0531, 0.0889, 0.0369 * sign]), np.array([-0.1269, 0.0889, -0.05 * sign])
        points |= {
            f"{side}_asis": hip + front,
            f"{side}_psis": hip + back,
            f"{side}_knee_lateral": at_knee + 0.05 * beside,
            f"{side}_knee_medial": at_knee - 0.05 * beside,
            f"{side}_ankle_lateral": at_ankle + 0.04 * beside,
            f"{side}_ankle_medial": at_ankle - 0.04 * beside,
            f"{side}_heel": on_foot(-0.06, -0.05),
            f"{side}_toe": on_foot(0.18, -0.06),
            f"{side}_mt1": on_foot(0.12, -0.05) - 0.04 * beside,
            f"{side}_mt5": on_foot(0.10, -0.06) + 0.05 * beside,
        }
    return points


def knee_flexion(side, frames=300, rate=100.0):
    """(T,) degrees, as the runner above bends it."""
    phase = 2 * np.pi * 1.4 * np.arange(frames) / rate + (0.0 if side == "left" else np.pi)
    return 45 + 40 * np.cos(phase + 0.3)


def table_text(points, rate=100.0, scale=1000.0, turn=None, separator="\t", time=True):
    """The points as marker text, in axes turned by ``turn`` (rows: the file's axes seen by the runner)."""
    turn = np.eye(3) if turn is None else turn
    names = [name + axis for name in points for axis in "XYZ"]
    values = np.hstack([one @ turn.T for one in points.values()]) * scale
    head = (["Time"] if time else []) + names
    rows = [separator.join(head)]
    for number, row in enumerate(values):
        cells = [repr(float(cell)) if np.isfinite(cell) else "" for cell in row]
        rows.append(separator.join(([f"{number / rate:.6f}"] if time else []) + cells))
    return "\n".join(rows) + "\n"


def trc_text(points, rate=100.0, scale=1000.0, unit="mm"):
    """The points as TRC, written from its description (OpenSim documentation, "Marker (.trc) files")."""
    values = np.hstack(list(points.values())) * scale
    frames, count = len(values), len(points)
    numbers = f"{rate}\t{rate}\t{frames}\t{count}\t{unit}\t{rate}\t1\t{frames}"
    lines = [
        "PathFileType\t4\t(X/Y/Z)\tmade.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        numbers,
        "Frame#\tTime\t" + "\t\t\t".join(points) + "\t\t",
        "\t\t" + "\t".join(f"{axis}{i + 1}" for i in range(count) for axis in "XYZ"),
        "",
    ]
    for number, row in enumerate(values):
        cells = ["" if np.isnan(cell) else f"{cell:.6f}" for cell in row]
        lines.append(f"{number + 1}\t{number / rate:.4f}\t" + "\t".join(cells))
    return "\n".join(lines) + "\n"

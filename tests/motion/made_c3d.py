"""A writer of C3D files for tests, after the public specification; it shares no code with the reader."""

import struct

import numpy as np


def c3d_bytes(points, labels, rate=100.0, *, analog=None, groups=None, per_frame=1, unit="mm", integer=None, big=False):
    """points: (T, M, 3), NaN where missing; analog: (T * per_frame, C); groups: GROUP -> NAME -> text list or array."""
    order = ">" if big else "<"
    frames, count = points.shape[:2]
    channels = 0 if analog is None else analog.shape[1]
    scale = -1.0 if integer is None else integer
    parameters = {
        "POINT": {
            "USED": np.array([count], "i2"),
            "SCALE": np.array([scale], "f4"),
            "RATE": np.array([rate], "f4"),
            "DATA_START": np.array([0], "i2"),
            "FRAMES": np.array([min(frames, 65535)], "u2"),
            "LONG_FRAMES": np.array([frames], "f4"),
            "LABELS": list(labels),
        },
        "ANALOG": {
            "USED": np.array([channels], "i2"),
            "GEN_SCALE": np.array([1.0], "f4"),
            "SCALE": np.ones(channels, "f4"),
            "OFFSET": np.zeros(channels, "i2"),
            "RATE": np.array([rate * per_frame], "f4"),
            "LABELS": [f"channel {i}" for i in range(channels)],
        },
    }
    if unit is not None:
        parameters["POINT"]["UNITS"] = [unit]
    for group, values in (groups or {}).items():
        parameters.setdefault(group, {}).update(values)
    start = 2 + -(-len(_section(parameters, order)) // 512)
    parameters["POINT"]["DATA_START"] = np.array([start], "i2")
    section = _section(parameters, order)
    section += b"\0" * (-len(section) % 512)
    header = struct.pack("BB", 2, 0x50)
    header += struct.pack(
        order + "HHHHHfHHf", count, channels * per_frame, 1, min(frames, 65535), 0, scale, start, per_frame, rate
    )
    header += b"\0" * (512 - len(header))
    return header + section + _data(points, analog, per_frame, integer, order)


def _section(parameters, order):
    blocks = bytearray(struct.pack("BBBB", 1, 0x50, 0, 86 if order == ">" else 84))
    for number, (group, values) in enumerate(parameters.items(), start=1):
        blocks += struct.pack("bb", len(group), -number) + group.encode() + struct.pack(order + "HB", 3, 0)
        for name, value in values.items():
            body = _value(value, order)
            blocks += struct.pack("bb", len(name), number) + name.encode()
            blocks += struct.pack(order + "H", 2 + len(body) + 1) + body + b"\0"
    blocks += b"\0\0"
    blocks[2] = min(255, -(-len(blocks) // 512))
    return bytes(blocks)


def _value(value, order):
    if isinstance(value, list):
        width = max([len(one) for one in value] + [1])
        text = "".join(one.ljust(width) for one in value).encode()
        return struct.pack("bBBB", -1, 2, width, len(value)) + text
    kind = 4 if value.dtype.kind == "f" else 2
    flat = value.flatten(order="F").astype(order + ("f4" if kind == 4 else ("u2" if value.dtype.kind == "u" else "i2")))
    return struct.pack(f"bB{value.ndim}B", kind, value.ndim, *value.shape) + flat.tobytes()


def _data(points, analog, per_frame, integer, order):
    frames, count = points.shape[:2]
    missing = np.isnan(points).any(axis=2)
    block = np.zeros((frames, count, 4))
    block[..., :3] = np.where(missing[..., None], 0.0, points)
    block[..., 3] = np.where(missing, -1, 0)
    if integer is not None:
        block[..., :3] = np.round(block[..., :3] / integer)
    rows = block.reshape(frames, -1)
    if analog is not None:
        rows = np.hstack([rows, analog.reshape(frames, -1)])
    return rows.astype(order + ("f4" if integer is None else "i2")).tobytes()

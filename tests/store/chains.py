"""Lines of made-up cases, chained as the interview chains them; written apart from the program's own code."""

import hashlib
import json
from typing import Any


def chain(count: int, **first: Any) -> list[bytes]:
    """So many lines; those after the first hold their number."""
    lines: list[bytes] = []
    for n in range(count):
        lines.append(
            line(lines[-1] if lines else None, data=first if n == 0 else {"key": f"q{n}", "value": n % 2 == 0})
        )
    return lines


def line(last: bytes | None, kind: str = "", data: Any = None, time: str = "") -> bytes:
    """One line that follows the last."""
    before = json.loads(last) if last is not None else None
    n = before["n"] + 1 if before else 0
    body = {
        "n": n,
        "kind": kind or ("answered" if n else "opened"),
        "time": time or f"2025-03-01T10:{n // 60 % 60:02d}:{n % 60:02d}Z",
        "data": data or {},
        "before": before["hash"] if before else "0" * 64,
    }
    text = json.dumps(body, separators=(",", ":"), sort_keys=False).encode()
    return text[:-1] + b',"hash":"' + hashlib.sha256(text).hexdigest().encode() + b'"}'

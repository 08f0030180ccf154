"""Small cases with a truth, and the scorer that shares no code with the exam (where the development data are)."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.inference.shipped import KNOWLEDGE, case
from whatelse.case import Case

SIT_BONE = {"pain_sit_bone": True, "worse_sitting": True, "worse_hard_seat": True, "weeks_since_onset": 30}


def candidate(name: str = "one", truth: Any = None, findings: dict[str, Any] | None = None, **rest: Any) -> Case:
    """A case of sit-bone pain unless other findings are given."""
    return case(SIT_BONE if findings is None else findings, id=name, truth=truth, **rest)


def truth(*conditions: str, **rest: Any) -> dict[str, Any]:
    return {"conditions": list(conditions), "group": "some group", "urgency": "routine", **rest}


def other_scorer(data: Path) -> ModuleType:
    """The scorer beside the development cases, loaded as a module."""
    spec = importlib.util.spec_from_file_location("score_cases", data / "tools" / "score_cases.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


__all__ = ["KNOWLEDGE", "SIT_BONE", "candidate", "other_scorer", "truth"]

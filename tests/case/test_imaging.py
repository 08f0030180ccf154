"""What scans tell: a clean picture speaks for its own field, an unclear one for nothing."""

from typing import Any

import pytest

from whatelse.case import parse_case
from whatelse.case.pictures import read_imaging
from whatelse.case.trials import Reading
from whatelse.knowledge import load

KNOWLEDGE = load()


def reading(**image: Any) -> Reading:
    (only,) = read_imaging(parse_case({"imaging": [image]}, KNOWLEDGE), KNOWLEDGE)
    return only


def said(found: Reading) -> dict[str, object]:
    return {key: answer.value for key, answer in found.answers.items()}


def test_a_clean_scan_speaks_for_its_region_only() -> None:
    assert said(reading(region="thigh", method="MRI", result="normal")) == {"mri_thigh_normal": True}
    assert said(reading(region="low back", method="MRI", result="clean")) == {"mri_lumbar_normal": True}


def test_the_back_of_the_thigh_is_not_the_back() -> None:
    assert said(reading(region="back of thigh", method="MRI", result="clean")) == {"mri_thigh_normal": True}


@pytest.mark.parametrize(
    "image",
    [
        {"method": "MRI", "result": "clean"},
        {"region": "thigh", "result": "clean"},
        {"region": "thigh", "method": "MRI"},
        {"region": "elbow", "method": "MRI", "result": "clean"},
        {"region": "thigh", "method": "MRI", "result": "see letter"},
        {"region": "thigh", "method": "MRI", "result": "not normal"},
    ],
)
def test_what_is_not_said_is_no_evidence(image: dict[str, str]) -> None:
    found = reading(**image)
    assert found.answers == {}
    assert found.reason


def test_an_xray_too_early_is_no_evidence() -> None:
    clean = {"region": "pelvis", "method": "X-ray", "result": "normal"}
    assert said(reading(**clean, week=1)) == {}
    assert said(reading(**clean)) == {}
    assert said(reading(**clean, week=6)) == {"xray_abnormal": False}


def test_what_a_report_names_counts_and_what_it_denies_does_not() -> None:
    assert said(reading(region="lumbar", method="MRI", result="disc herniation L5/S1")) == {
        "mri_lumbar_disc_herniation": True
    }
    assert said(reading(region="thigh", method="MRI", result="no tear, otherwise normal")) == {"mri_thigh_normal": True}


def test_a_result_may_be_the_id_of_a_finding() -> None:
    found = reading(region="hip", method="MRI", result="mri_hip_labral_tear")
    assert said(found) == {"mri_hip_labral_tear": True}


def test_every_scan_is_known_by_its_own_words_and_its_clean_result_counts() -> None:
    for scan in KNOWLEDGE.scans.values():
        for region in scan.regions:
            for method in scan.methods:
                found = reading(region=region, method=method, week=52, result="normal")
                assert scan.id in found.name.split(), (region, method)
                assert set(scan.clean) <= set(found.answers)

import sys

import numpy as np
import pytest

from whatelse.errors import InputError
from whatelse.motion import read


@pytest.fixture(autouse=True)
def _with_fitdecode(request):
    if "without" not in request.node.name:
        pytest.importorskip("fitdecode")


@pytest.fixture
def fit_dir(formats_dir):
    return formats_dir / "fit"


def middle(recording, name):
    return float(np.nanmedian(recording.series[0].channel(name)))


def test_a_run_with_dynamics_is_what_the_watch_wrote(fit_dir):
    recording = read(fit_dir / "fenix2_run.fit")
    assert (recording.kind, recording.frames) == ("watch", 2809)
    assert middle(recording, "vertical_oscillation") == pytest.approx(111.2, abs=0.1)
    assert middle(recording, "contact_time") == pytest.approx(228, abs=1)
    assert middle(recording, "cadence") == pytest.approx(166, abs=1)
    session = recording.series[1]
    assert session.channel("contact_time")[0] == pytest.approx(252.0)
    assert "step_length" not in recording.series[0].names


def test_the_balance_of_the_feet_is_read_where_the_watch_has_it(fit_dir):
    session = read(fit_dir / "fenix5_run.fit").series[1]
    found = {name: session.channel(name)[0] for name in session.names}
    assert found["contact_balance_left"] == pytest.approx(52.39)
    assert found["step_length"] == pytest.approx(971.7)
    assert found["cadence"] == pytest.approx(167.3, abs=0.1)


def test_noughts_of_contact_time_are_missing(fit_dir):
    recording = read(fit_dir / "stryd_run_developer_fields.fit")
    times = recording.series[0].channel("contact_time")
    assert np.nanmin(times) > 0 and np.isnan(times).sum() >= 2
    assert recording.series[0].units[recording.series[0].names.index("developer Leg Spring Stiffness")] == "KN/m"


def test_only_the_running_of_a_long_day_is_taken_and_its_time_rises(fit_dir):
    recording = read(fit_dir / "fenix2_multisport.fit")
    assert recording.frames < 24239
    assert np.all(np.diff(recording.time_s) > 0)
    assert any("5 of 7 sessions" in note for note in recording.notes)


def test_distance_from_the_packed_field_is_there(fit_dir):
    recording = read(fit_dir / "fr70_run_footpod_compressed.fit")
    assert np.nanmax(recording.series[0].channel("distance")) == pytest.approx(10248, abs=15)
    assert middle(recording, "cadence") == pytest.approx(178)


def test_neither_places_nor_hearts_are_kept(fit_dir):
    for name in ("fenix2_run", "fenix5_run", "stryd_run_developer_fields"):
        for series in read(fit_dir / f"{name}.fit").series:
            assert not [one for one in series.names if "position" in one or "heart" in one or "serial" in one]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("fenix5_walk", "no running but walking"),
        ("vivoactive_indoor_rowing", "no running but fitness_equipment"),
        ("fr70_run_antfs_relative_time", "nothing of the stride"),
        ("bad_filecrc", "nothing of the stride"),
        ("bad_unexpected_eof", "broken after 14 records"),
        ("bad_chained_corrupt_header", "broken after 14 records"),
    ],
)
def test_what_holds_no_running_stride_is_refused(fit_dir, name, told):
    with pytest.raises(InputError, match=told):
        read(fit_dir / f"{name}.fit")


def test_without_the_package_the_one_line_that_installs_it_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fitdecode", None)
    file = tmp_path / "run.fit"
    file.write_bytes(b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT" + b"\0" * 100)
    with pytest.raises(InputError, match=r"pip install 'whatelse\[motion\]'"):
        read(file)

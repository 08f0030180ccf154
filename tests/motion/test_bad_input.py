"""Whatever is wrong with a file is told in one line; it never becomes a number."""

import gzip

import numpy as np
import pytest

from motion.made_runner import runner, table_text, trc_text
from whatelse.errors import InputError
from whatelse.motion import read


def refused(file, **wishes):
    with pytest.raises(InputError) as told:
        read(file, **wishes)
    line = str(told.value)
    assert "\n" not in line and len(line) < 400 and file.name in line
    return line


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"  \n\n\t\n", "is empty"),
        (b"\0" * 2000, "is empty"),
        (b"hello\nthis is a letter\n", "no row of numbers"),
        (b"PK\x03\x04" + b"x" * 100, "zip archive"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 50, "is a video"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is none of the files"),
        (b"1,2,3\n4,5,6\n", "no names over its columns"),
        (b"a,b,c\n1,2,3\n4,5,6\n", "which are none of"),
        (b"\x02\x50" + b"\0" * 100, "cut short"),
    ],
)
def test_what_is_no_recording_is_refused_with_what_can_be_read(tmp_path, content, told):
    file = tmp_path / "thing.dat"
    file.write_bytes(content)
    assert told in refused(file)


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert "cannot be read" in refused(tmp_path / "missing.c3d")


def test_an_empty_folder_is_told(tmp_path):
    assert "without .json files" in refused(tmp_path)


def test_a_gzip_file_that_is_cut_short_is_told(tmp_path):
    file = tmp_path / "cut.csv.gz"
    whole = gzip.compress(table_text(runner()).encode())
    file.write_bytes(whole[: len(whole) // 2])
    assert "cannot be read" in refused(file)


def test_markers_that_are_all_missing_are_told(tmp_path):
    empty = {name: np.full_like(one, np.nan) for name, one in runner(frames=30).items()}
    file = tmp_path / "nan.trc"
    file.write_text(trc_text(empty))
    assert "missing in every frame" in refused(file)


def test_infinite_places_are_missing_places(tmp_path):
    lines = table_text(runner()).split("\n")
    cells = lines[3].split("\t")
    cells[1] = "inf"
    lines[3] = "\t".join(cells)
    file = tmp_path / "inf.txt"
    file.write_text("\n".join(lines))
    assert np.isnan(read(file).positions[2, 0]).all()


def test_a_table_of_markers_without_any_known_name_is_read_and_told(tmp_path):
    points = {f"m{number}": one for number, one in enumerate(runner().values())}
    file = tmp_path / "unknown.txt"
    file.write_text(table_text(points))
    recording = read(file)
    assert not recording.axes.known
    assert any("--map" in note for note in recording.notes)


@pytest.mark.parametrize("words", ["x,y", "x,x,z", "north,y,z", "x,y,z,x", ""])
def test_axes_that_are_none_are_told(tmp_path, words):
    file = tmp_path / "run.txt"
    file.write_text(table_text(runner()))
    if words:
        assert "axes" in refused(file, axes=words)
    else:
        assert read(file, axes=words).axes.known


def test_a_unit_that_is_none_is_told(tmp_path):
    file = tmp_path / "run.txt"
    file.write_text(table_text(runner()))
    assert "expected m, cm, mm or in" in refused(file, units="furlong")


def test_a_table_without_time_needs_a_rate(tmp_path):
    file = tmp_path / "run.txt"
    file.write_text(table_text(runner(), time=False))
    assert "--rate" in refused(file)
    assert read(file, rate=100).time_s[-1] == pytest.approx(2.99)


def test_times_counted_in_rows_need_a_rate(tmp_path):
    file = tmp_path / "run.txt"
    file.write_text(table_text(runner(), rate=1.0))
    assert "--rate" in refused(file)


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_separators_and_decimal_commas_are_understood(tmp_path, separator):
    text = table_text(runner(), separator=separator)
    if separator == ";":
        text = text.replace(".", ",")
    file = tmp_path / "run.csv"
    file.write_text(text)
    assert np.allclose(read(file).point("left_toe"), runner()["left_toe"], atol=1e-9)


def test_a_file_in_the_two_byte_letters_of_a_spreadsheet_is_read(tmp_path):
    file = tmp_path / "run.txt"
    file.write_text(table_text(runner()), encoding="utf-16")
    assert np.allclose(read(file).point("left_toe"), runner()["left_toe"], atol=1e-9)


def test_damaged_text_ends_in_one_line_or_in_a_recording(tmp_path):
    whole = trc_text(runner(frames=40)).encode()
    random = np.random.default_rng(11)
    file = tmp_path / "hurt.trc"
    refused_count = 0
    for _ in range(150):
        hurt = bytearray(whole)
        for at in random.integers(0, len(whole), size=4):
            hurt[at] = random.integers(0, 256)
        file.write_bytes(hurt)
        try:
            read(file)
        except InputError as error:
            refused_count += 1
            assert "\n" not in str(error)
    assert refused_count > 20

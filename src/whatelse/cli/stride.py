"""``whatelse stride``: recordings of a run in, what the legs do out; and what that changes in a case."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from whatelse.cli import options, stride_case
from whatelse.cli.progress import Progress
from whatelse.cli.stride_files import is_folder, jobs_of
from whatelse.cli.stride_job import Done, Job, run, run_all
from whatelse.errors import InputError, shown
from whatelse.report.stride_compare_text import comparison_text
from whatelse.report.stride_methods import methods_text
from whatelse.report.stride_pictures import write_text
from whatelse.report.stride_tables import HOW_TO_INSTALL, Tables, table_rows
from whatelse.report.stride_text import head, stride_text
from whatelse.stride.change import what_to_change
from whatelse.stride.compare import compare
from whatelse.stride.types import StrideAnalysis

#: A process takes about a second to begin; it is worth it for this many files.
FILES_A_PROCESS = 4


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--static", help="The same markers on the runner who stands; makes angles comparable.", metavar="FILE")
@click.option("--speed", type=float, metavar="M/S", help="Speed of the treadmill; it wins over the measured one.")
@click.option("--map", "names", help="Your own names of markers.", metavar="FILE")
@click.option(
    "--events-from",
    type=click.Choice(["auto", "kinematics", "force", "file"]),
    default="auto",
    show_default=True,
    help="What foot contacts are found with.",
)
@click.option("--units", metavar="UNIT", help="m, cm, mm or in.")
@click.option("--axes", metavar="X,Y,Z", help="Axes of the file that point forward, up and right, as -z,y,x.")
@click.option("--direction", metavar="AXIS", help="The axis that points forward; left or right in a picture.")
@click.option("--treadmill/--overground", default=None, help="Where the run was.")
@click.option("--incline", type=float, metavar="DEG", help="Slope of the ground in a picture, uphill positive.")
@click.option("--rate", type=float, metavar="HZ", help="Pictures or samples a second, where the file tells none.")
@click.option("--forces", help="A second file with the force plates of the same trial.", metavar="FILE")
@click.option("--force-rate", type=float, metavar="HZ", help="Its rate.")
@click.option("--keypoints", metavar="SET", help="The set of points: BODY_25, HALPE_26, BLAZEPOSE_33, COCO_17.")
@click.option("--picture", metavar="WxH", help="Size of the picture in pixels, where the file tells shares of it.")
@click.option("--place", metavar="PLACE", help="Where a sensor was worn.")
@click.option("--all", "every", is_flag=True, help="Every metric, not only the compact table.")
@click.option("--plot", "plots", metavar="DIR", help="Write pictures: curves, stick figure, contacts (SVG and PNG).")
@click.option("--out", "out", metavar="DIR", help="Write an HTML report, JSON, tables and a text on methods.")
@click.option("--name-pattern", metavar="PATTERN", help="Who and what, from the file name: {subject}_{condition}.c3d")
@click.option("--compare", "comparing", is_flag=True, help="Two FILEs, before and after: what changed.")
@click.option("--untouched", is_flag=True, help="With --compare: markers or camera stayed as they were.")
@click.option("--add-to", "case", metavar="CASE.yaml", help="Add what the stride says to a case, as a new case file.")
@click.option("--case-out", metavar="FILE", help="Name of the new case; default: CASE-with-stride beside the old one.")
@options.setting
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each FILE.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Files at once; default: by files and processors.")
def command(files: tuple[str, ...], **given: Any) -> None:
    """What a recording of a run shows: foot contacts, and measures with errors and norms.

    FILE is a recording (C3D, TRC, MOT, marker text, keypoints, sensor, FIT) or a folder of them. In a folder, all are
    done side by side; one that cannot be read is told in one line and does not stop the others; the exit code is then
    2. What had to be guessed is told, with the option that says otherwise.

    \b
    whatelse stride run.c3d --static standing.c3d --plot pictures
    whatelse stride recordings/ --name-pattern "{subject}_{condition}.c3d" --out study
    whatelse stride --compare before.c3d after.c3d --static standing.c3d
    whatelse stride run.c3d --add-to case.yaml

    Nothing enters a case unless you ask for it with --add-to. Never validated on patients.
    """
    shared = _shared(given)
    if given["comparing"]:
        _compare(files, shared, given)
        return
    if given["untouched"]:
        raise InputError("belongs to --compare", field="--untouched")
    if given["case"] is not None:
        stride_case.add(files, jobs_of(files, shared, None), given)
        return
    if given["case_out"] is not None:
        raise InputError("belongs to --add-to", field="--case-out")
    jobs = jobs_of(files, shared, given["name_pattern"])
    many = len(jobs) > 1 or any(is_folder(path) for path in files)
    _all(jobs, given, many=many)


def _shared(given: dict[str, Any]) -> Job:
    """What holds for all files of a call."""
    reading = {
        "map": given["names"],
        "units": given["units"],
        "axes": given["axes"],
        "direction": given["direction"],
        "treadmill": given["treadmill"],
        "rate": given["rate"],
        "forces": given["forces"],
        "force_rate": given["force_rate"],
        "keypoints": given["keypoints"],
        "picture": _size(given["picture"]),
        "place": given["place"],
    }
    return Job(
        path="",
        name="",
        stem="",
        static=given["static"],
        speed=given["speed"],
        events_from=given["events_from"],
        incline_deg=given["incline"],
        reading={name: value for name, value in reading.items() if value is not None},
        plots=given["plots"],
        pages=given["out"],
    )


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{2,5})[x×](\d{2,5})", text.strip())
    if found is None:
        raise InputError(f"found {shown(text)}, expected width x height in pixels, as 1280x720", field="--picture")
    return int(found[1]), int(found[2])


def _all(jobs: list[Job], given: dict[str, Any], *, many: bool) -> None:
    """Every job; tables and methods into the folder that was asked for."""
    for folder in (given["plots"], given["out"]):
        _require_folder(folder)
    progress = Progress()
    at_once = given["jobs"] or min(os.cpu_count() or 1, max(1, len(jobs) // FILES_A_PROCESS))
    progress.say(f"reading {jobs[0].name}" if len(jobs) == 1 else f"0 of {len(jobs)} recordings", now=True)
    done: list[Done] = []
    try:
        for count, one in enumerate(run_all(jobs, at_once), start=1):
            done.append(one)
            if len(jobs) > 1:
                progress.say(f"{count} of {len(jobs)} recordings")
    finally:
        progress.done()
    order = {job.path: number for number, job in enumerate(jobs)}
    done.sort(key=lambda one: order[one.job.path])
    for number, one in enumerate(done):
        _told(one, given, number, many=many)
    if given["out"] is not None:
        _tables(Tables(Path(given["out"])), done)
    if any(one.error for one in done):
        sys.exit(2)


def _require_folder(path: str | None) -> None:
    """The folder is there, or made, before anything long is begun."""
    try:
        if path is not None:
            Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write ({error.strerror or error})", file=path) from None


def _told(one: Done, given: dict[str, Any], number: int, *, many: bool) -> None:
    if one.analysis is None:
        sys.stdout.flush()
        click.echo(f"whatelse: {one.error}", err=True)
        return
    if given["as_json"]:
        click.echo(one.analysis.to_json())
    elif many:
        click.echo(_short(one.analysis, one.job.name))
    else:
        change = what_to_change(one.analysis)
        click.echo(stride_text(one.analysis, change, every=given["every"], name=one.job.name), nl=False)
    if not many or not given["as_json"]:
        _say_written(one.written)
    if number == 0:
        for note in one.notes:
            click.echo(f"whatelse: {note}", err=True)


def _short(analysis: StrideAnalysis, name: str) -> str:
    """Two lines for a file among many."""
    first, second, *_ = head(analysis, name)
    cadence = "" if analysis.cadence_spm is None else f"; {analysis.cadence_spm:.1f} steps/min"
    return f"{first.removeprefix('Stride: ')}\n  {second}{cadence}"


def _tables(tables: Tables, done: list[Done]) -> None:
    kept = [one for one in done if one.analysis is not None]
    with tables:
        for one in kept:
            if one.analysis is not None:
                who = (Path(one.job.path).name, one.job.subject, one.job.condition)
                tables.add(table_rows(who, one.analysis, one.strides))
    methods = methods_text([one.analysis for one in kept if one.analysis is not None])
    paths = [*tables.paths]
    if methods:
        paths.append(write_text(tables.folder / "methods.txt", methods))
    _say_written(tuple(str(path) for path in paths))
    if not tables.has_parquet:
        click.echo(f"whatelse: {HOW_TO_INSTALL}", err=True)


def _compare(files: tuple[str, ...], shared: Job, given: dict[str, Any]) -> None:
    if len(files) != 2:
        raise InputError(f"found {len(files)} files, expected two: before and after", field="--compare")
    before, after = (_analysed(path, shared) for path in files)
    result = compare(before, after, untouched=given["untouched"])
    click.echo(result.to_json() if given["as_json"] else comparison_text(result, every=given["every"]).rstrip("\n"))


def _analysed(path: str, shared: Job) -> StrideAnalysis:
    """A recording, or an analysis that was written before."""
    if Path(path).is_dir():
        raise InputError("is a folder, expected one recording", file=path)
    kept = _kept(Path(path))
    if kept is not None:
        return kept
    job = jobs_of((path,), msgspec.structs.replace(shared, plots=None, pages=None), None)[0]
    done = run(job)
    if done.analysis is None:
        raise InputError(done.error)
    return done.analysis


def _kept(path: Path) -> StrideAnalysis | None:
    """The analysis in a JSON file that ``--json`` or ``--out`` wrote; None for any other file."""
    try:
        with path.open("rb") as stream:
            if not stream.read(12).startswith(b'{"source":'):
                return None
        return msgspec.json.decode(path.read_bytes(), type=StrideAnalysis)
    except OSError:
        return None
    except msgspec.MsgspecError as error:
        raise InputError(f"is no whole analysis ({shown(str(error))})", file=str(path)) from None


def _say_written(paths: tuple[str, ...]) -> None:
    if paths:
        click.echo("Written: " + ", ".join(paths), err=True)

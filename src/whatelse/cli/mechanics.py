"""``whatelse mechanics``: a stride in, muscle stretch, chain, nerve and what-ifs out."""

from __future__ import annotations

from pathlib import Path

import click

from whatelse.errors import InputError


@click.command()
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--static", metavar="FILE", help="A standing trial of the same markers: tells what upright is.")
@click.option("--forces", metavar="FILE", help="The force plates of the run, where they are a file of their own.")
@click.option("--speed", type=float, metavar="M/S", help="Running speed, where you know it.")
@click.option("--map", "names", metavar="FILE", help="A table of your marker names: label, point.")
@click.option("--units", metavar="UNIT", help="Unit of length in the file: m, cm, mm or in.")
@click.option("--axes", metavar="AXES", help="Axes of the file that point forward, up and right, as x,y,z or -z,y,x.")
@click.option("--direction", metavar="AXIS", help="The axis that points forward; left or right in a picture.")
@click.option(
    "--what-if",
    "edits",
    multiple=True,
    metavar="CHANGES",
    help="overstride=-5cm,heel_lift=+10%,hip_extension=+5deg,trunk_lean=+5deg,pelvic_tilt=+5deg,cadence=+5%",
)
@click.option("--restrict", "restrictions", multiple=True, metavar="RANGE", help="As left_hip_extension=10deg.")
@click.option(
    "--tether", "tethers", multiple=True, metavar="PLACE", help="Where the sciatic nerve is held: piriformis."
)
@click.option("--plot", "folder", metavar="DIR", help="Write pictures (SVG) into this folder.")
@click.option("--all", "every", is_flag=True, help="Every muscle.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def command(
    file: str | None,
    static: str | None,
    forces: str | None,
    speed: float | None,
    names: str | None,
    units: str | None,
    axes: str | None,
    direction: str | None,
    edits: tuple[str, ...],
    restrictions: tuple[str, ...],
    tethers: tuple[str, ...],
    folder: str | None,
    every: bool,
    as_json: bool,
) -> None:
    """The hips as a machine: what is stretched, who must move more, what loads the nerve.

    FILE is a recording of a run (C3D, TRC, marker text, keypoints); without one, a typical stride is taken.
    Geometry and stated assumptions, no forces, never a diagnosis.
    """
    from whatelse.mechanics import mechanics_of, parse_edits, parse_restrictions, parse_tethers, recorded, typical
    from whatelse.report.mechanics import text, write_pictures

    asked = parse_edits(edits), parse_restrictions(restrictions), parse_tethers(tethers)
    if file is None:
        own = {"static": static, "forces": forces, "speed": speed, "map": names, "units": units, "axes": axes}
        for name, value in {**own, "direction": direction}.items():
            if value is not None:
                raise InputError("belongs to a recording; give FILE", field=f"--{name}")
        gait = typical()
    else:
        gait = recorded(file, static, speed, forces, map=names, units=units, axes=axes, direction=direction)
    told = mechanics_of(gait, *asked)
    if folder is not None:
        written = write_pictures(told, gait, Path(folder))
        click.echo(f"{', '.join(written)} in {folder}", err=True)
    click.echo(told.to_json() if as_json else text(told, every=every), nl=as_json)

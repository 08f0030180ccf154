"""The command group. ``whatelse --help`` imports click and nothing of the engine."""

from __future__ import annotations

import importlib
import os
import sys

import click

from whatelse.errors import InputError
from whatelse.version import __version__

#: Command -> module that holds it under the name ``command``.
COMMANDS = {
    "ask": "whatelse.cli.ask",
    "assess": "whatelse.cli.assess",
    "cases": "whatelse.cli.cases",
    "challenge": "whatelse.cli.challenge",
    "exam": "whatelse.cli.exam",
    "exam-plan": "whatelse.cli.exam_plan",
    "knowledge": "whatelse.cli.knowledge",
    "mechanics": "whatelse.cli.mechanics",
    "note": "whatelse.cli.note",
    "plan": "whatelse.cli.plan",
    "replay": "whatelse.cli.replay",
    "report": "whatelse.cli.report",
    "serve": "whatelse.cli.serve",
    "stride": "whatelse.cli.stride",
}
SHORT = {
    "ask": "Questions about the pain, the dangerous things first; then what it could be.",
    "assess": "The possible sources of the pain of a case, ranked, with probabilities.",
    "cases": "Cases kept on this computer: list, show, export, import, delete.",
    "challenge": "What fits and what does not, of what somebody was told it is, and what fits better.",
    "exam": "How well cases with a known truth are answered, beside simple baselines.",
    "exam-plan": "The tests most worth doing on a patient within a few minutes, and what each would tell.",
    "knowledge": "Read, check and export the knowledge behind the probabilities.",
    "mechanics": "What a stride does to muscles, joints and the nerve; what changes if it changes.",
    "note": "A case as a note for a clinician, to copy.",
    "plan": "What to do, what to wait with, what to stop, and whom to see.",
    "replay": "Whether the record of an interview is unchanged, and still gives the same.",
    "report": "A case on one page to print, for the runner or the clinician, as PDF, HTML or JSON.",
    "serve": "The local web app, for this computer and, if you like, a phone.",
    "stride": "What a recording of a run shows: measures with errors and norms, and what they say for a case.",
}
#: The tables of a case are small: more threads only wait for each other, and a sum must not hang on how many there are.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class LazyGroup(click.Group):
    """Commands are imported when they are called, so that help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, SHORT[name]) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from whatelse.errors import nearest

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no command {args[0]!r}{nearest(args[0], COMMANDS)}; known: {', '.join(sorted(COMMANDS))}")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="whatelse")
def group() -> None:
    """What else could it be? Possible sources of a runner's pain from the buttock to the back of the knee.

    \b
    whatelse assess examples/sit_bone_30_weeks.yaml     the ranked list for a case
    whatelse knowledge show sij_dysfunction             what is known of one source, and who said so

    In a checkout, ./whatelse test passes the tests and ./whatelse install NAME adds an optional set of packages.

    Never validated on patients and not a diagnosis. Numb between the legs, new trouble with bladder or bowel,
    a cold pale leg, chest pain or fever with deep pain: seek care now, do not wait for a list.
    """


def main() -> None:
    """Entry point: bad input is one line on stderr and exit code 2, a broken pipe is silence."""
    for name in ONE_THREAD:  # read once, when numpy is imported
        os.environ.setdefault(name, "1")
    try:
        group(prog_name="whatelse", standalone_mode=False)
    except InputError as error:
        _fail(str(error))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        sys.exit(2)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        _fail(error.format_message())
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _fail(message: str) -> None:
    line = " ".join(message.split())
    click.echo(f"whatelse: {line}", err=True)
    sys.exit(2)

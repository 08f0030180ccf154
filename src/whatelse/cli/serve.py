"""``whatelse serve``: the local web app."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from whatelse.cli import options
from whatelse.errors import InputError

if TYPE_CHECKING:
    from whatelse.interview.session import Session
    from whatelse.interview.types import Audience
    from whatelse.web.access import Access
    from whatelse.web.cases import Cases

LOOPBACK = "127.0.0.1"
INSTALL = "the web app needs more packages: run ./whatelse install web (or: pip install 'whatelse[web]')"
#: An address of the documentation's own range (RFC 5737): nothing is sent to it, it only chooses the way out.
_NOWHERE = ("192.0.2.1", 9)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0: any free port.")
@click.option("--phone", is_flag=True, help="Also let one phone of the same network in, to one case, for an hour.")
@click.option("--address", metavar="IP", help="With --phone: this computer's address in the network, if not found.")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["runner", "clinician"]),
    default="runner",
    show_default=True,
    help="With --phone: who answers on it.",
)
@click.option("--memory", is_flag=True, help="Keep nothing: cases end with the program.")
@options.setting
@options.overlays
def command(
    port: int,
    phone: bool,
    address: str | None,
    audience: Audience,
    memory: bool,
    setting: str | None,
    overlays: tuple[str, ...],
) -> None:
    """The local web app: body map, questions, results, report.

    Only this computer can see it. Nothing is sent anywhere. With --phone an address with a one-time token and a QR
    code is shown for a phone in the same network; the connection to the phone is not encrypted.
    """
    if address is not None and not phone:
        raise InputError("--address goes with --phone only")
    try:
        import uvicorn

        from whatelse.interview.session import Session
        from whatelse.web.app import create_app
        from whatelse.web.desk import now
        from whatelse.web.keeping import cases_kept
    except ImportError as error:
        raise InputError(f"{INSTALL} (missing: {error.name})") from None
    knowledge = options.knowledge_with(overlays)
    cases = cases_kept(memory)
    with ExitStack() as held:
        sockets = [held.enter_context(_listening(LOOPBACK, port))]
        port = sockets[0].getsockname()[1]
        access = None
        if phone:
            own = address or _own_address()
            sockets.append(held.enter_context(_listening(own, port)))
            access = _access(own, cases, Session.open(knowledge, now(), audience=audience, setting=setting))
        app = create_app(knowledge, cases, access)
        click.echo(f"Open http://{LOOPBACK}:{port} in a browser. Stop with Ctrl-C.")
        if access is not None:
            _tell(access, port)
        config = uvicorn.Config(
            app, log_level="warning", lifespan="off", server_header=False, timeout_keep_alive=5, limit_concurrency=64
        )
        uvicorn.Server(config).run(sockets=sockets)


def _listening(address: str, port: int) -> socket.socket:
    """A socket that listens at the address. Raises InputError where it cannot be."""
    found = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((address, port))
        found.listen(128)
    except OSError as error:
        found.close()
        why = (error.strerror or "not possible").lower()
        raise InputError(f"cannot listen on {address} port {port} ({why}); try another --port") from None
    return found


def _own_address() -> str:
    """This computer's address in its network. Raises InputError where it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)  # of a datagram socket: chooses the way out, sends nothing
            found = str(probe.getsockname()[0])
        except OSError:
            found = LOOPBACK
    if found.startswith("127."):
        raise InputError("this computer is in no network that a phone could be in; name its address with --address")
    return found


def _access(address: str, cases: Cases, session: Session) -> Access:
    """A way in to a case of its own."""
    from whatelse.web.access import Access

    return Access(address, cases.open(session.events[0]))


def _tell(access: Access, port: int) -> None:
    """The link, as text and as a code to scan."""
    link = f"http://{access.address}:{port}{access.path}"
    click.echo(f"\nOn the phone, in the same network: {link}")
    try:
        import segno

        segno.make(link, error="m").terminal(compact=True)
    except ImportError:
        click.echo("(No QR code: the package segno is missing.)")
    click.echo(
        "The link works once, for one case, for one hour. The connection to the phone is not encrypted: others in the "
        "same network could read along. Use it only in a network that you trust."
    )

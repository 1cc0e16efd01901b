"""The command `indexer`: its commands by name, and how each way of ending looks.

Knows names, exit codes and streams; must not do anything itself, nor import a command before it is called.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING
from typing import Any
from typing import NoReturn

import click

from indexer import __version__
from indexer.cli import streams
from indexer.cli.danish import DanishGroup
from indexer.cli.danish import sentence
from indexer.cli.danish import unknown_command
from indexer.cli.options import config_option
from indexer.errors import SvarsoegError


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

COMMANDS = {
    "rebuild": "Læs brevene i korpus, og byg indekset.",
    "rollback": "Tag det forrige indeks i brug igen.",
    "report": "List det, der mangler eller er tvivlsomt i brevene.",
    "search": "Søg i indekset.",
    "show": "Vis, hvordan et brev forstås, uden at bygge noget.",
    "analyse": "Vis, hvad et ord bliver til, når der søges.",
    "check": "Undersøg opsætning, breve og indeks, og sig, hvad der mangler.",
}

DEBUG = "SVARSOEG_DEBUG"
"""An environment variable: when set, an error of ours comes with its whole traceback."""


class _TerminatedError(KeyboardInterrupt):
    """SIGTERM: somebody else's Ctrl-C."""


class Commands(DanishGroup):
    """The commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Their names; as click.Group.list_commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, or None; as click.Group.get_command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"indexer.cli.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begin with; as click.Group.resolve_command."""
        if args[0] not in COMMANDS:
            raise unknown_command(args[0], list(COMMANDS), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Nothing; writes the commands into the help without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Nothing; runs a command and exits with its code. However it ends, stderr gets one line at most, and no traceback."""
        streams.prepare()
        with _sigterm():
            try:
                code = super().main(*args, **{**kwargs, "standalone_mode": False})
            except BaseException as error:  # noqa: BLE001 - the last resort is the point
                code = _end(error)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """What the command gives; click would turn Ctrl-C into a blank line and an Abort before `main` sees it."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            return _end(error)


def _end(error: BaseException) -> int:
    """The exit code for an error, after saying what it means."""
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else 1
        case click.exceptions.NoArgsIsHelpError():
            streams.say(error.format_message())
            return error.exit_code
        case click.ClickException():
            return _complain(sentence(error), error.exit_code)
        case SvarsoegError():
            return _complain(str(error), error.exit_code)
        case KeyboardInterrupt() | click.Abort():
            code = 128 + (signal.SIGTERM if isinstance(error, _TerminatedError) else signal.SIGINT)
            if sys.stderr.isatty():
                streams.say("")  # after the terminal's own ^C
            return _complain("Afbrudt. Det indeks, der søges i, er urørt.", code)
        case OSError():
            streams.abandon()
            return _complain(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", 1)
        case _:
            if os.environ.get(DEBUG):
                raise error
            return _complain(f"En fejl i Svarsøg ({type(error).__name__}: {error}). Kør igen med {DEBUG}=1, og meld det, der så vises.", 1)


def _complain(message: str, code: int) -> int:
    with contextlib.suppress(OSError):
        streams.say(f"indexer: {streams.plain(message)}")
    return code


@contextlib.contextmanager
def _sigterm() -> Iterator[None]:
    """SIGTERM (and Ctrl-Break on Windows) ends as Ctrl-C does, as long as the block runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    before = [(number, signal.signal(number, _terminate)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise _TerminatedError


@click.group(cls=Commands)
@config_option
@click.version_option(__version__, message="Svarsøg %(version)s", help="Vis versionen.")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Svarsøg: søg i forvaltningens svar til politikerne, ét spørgsmål og svar ad gangen.

    Læg brevene (pdf, txt, md) i mappen corpus, og kør:

    \b
      indexer rebuild                 byg indekset
      indexer search nytteindsats     søg i det
      python -m webapp                åbn søgesiden

    Hver kommando har sin egen hjælp: indexer search --help
    """  # noqa: D301 - click's sign for lines to leave alone
    ctx.obj = config

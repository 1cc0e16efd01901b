"""Click's own words in Danish: headings of the help, and what it says of mistakes on the command line.

Knows click's kinds of mistakes and help sections; must not know any command.
"""

from __future__ import annotations

from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING
from typing import Any

import click


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

_HEADINGS = {"Options": "Valg", "Commands": "Kommandoer", "Positional arguments": "Argumenter"}


class DanishFormatter(click.HelpFormatter):
    """A help page with Danish headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Nothing; as click.HelpFormatter.write_usage."""
        super().write_usage(prog, args, prefix if prefix is not None else "Brug: ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A section of the page; as click.HelpFormatter.section."""
        with super().section(_HEADINGS.get(name, name)):
            yield


class DanishContext(click.Context):
    """The context of a Danish command."""

    formatter_class = DanishFormatter


class DanishCommand(click.Command):
    """A command whose help is Danish throughout."""

    context_class = DanishContext

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[VALG]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help; as click.Command.get_help_option."""
        return _translated(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is left of `args`; as click.Command.parse_args, which complains of too many in English."""
        ctx.allow_extra_args = True
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # the parser leaves it out
            raise
        if left:
            raise click.UsageError(f"Der er for mange ord: {' '.join(left)}.", ctx)
        return left


class DanishGroup(click.Group):
    """A group of commands whose help is Danish throughout."""

    context_class = DanishContext

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[VALG]", "subcommand_metavar": "KOMMANDO ...", **kwargs})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help; as click.Command.get_help_option."""
        return _translated(super().get_help_option(ctx))


class WholeNumber(click.ParamType):  # type: ignore[type-arg]  # older clicks have no type parameter
    """A whole number of at least `least`."""

    name = "tal"

    def __init__(self, least: int) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; as click.ParamType.convert."""
        try:
            number = int(value)
        except ValueError:
            number = self.least - 1
        if number < self.least:
            self.fail(f"{value} er ikke et helt tal fra {self.least} og op", param, ctx)
        return number


def sentence(error: click.ClickException) -> str:
    """What click complains of, as one Danish sentence or two."""
    help_hint = f" Se `{error.ctx.command_path} --help`." if isinstance(error, click.UsageError) and error.ctx else ""
    match error:
        case click.NoSuchOption():
            return f"Valget {error.option_name} kendes ikke.{_meant(error.possibilities or ())}{help_hint}"
        case click.MissingParameter():
            return f"Der mangler {_name(error.param, error.ctx)}.{help_hint}"
        case click.BadParameter():
            return f"{_name(error.param, error.ctx)}: {error.message.rstrip('.')}.{help_hint}"
        case click.BadOptionUsage():
            return f"Valget {error.option_name} er brugt forkert: enten mangler dets værdi, eller det skal ingen have.{help_hint}"
        case click.UsageError():
            return f"{error.message}{help_hint}"
        case _:
            return error.format_message()


def unknown_command(name: str, known: Sequence[str], ctx: click.Context) -> click.UsageError:
    """The complaint about a command that there is not."""
    return click.UsageError(f"Kommandoen {name} kendes ikke.{_meant(get_close_matches(name, known))}", ctx)


def _meant(possibilities: Sequence[str]) -> str:
    return f" Mente du {' eller '.join(sorted(possibilities))}?" if possibilities else ""


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if param is None:
        return "en værdi"
    if isinstance(param, click.Argument):
        return param.make_metavar(ctx or click.Context(click.Command(""))).rstrip(".")
    return max(param.opts, key=len)


def _translated(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Vis denne hjælp."
    return option

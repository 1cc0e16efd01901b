"""What several commands ask for: the settings, and whether the result is wanted as JSON.

Knows options and how they become settings; must not know what a command does with them.
"""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

import click

from indexer.cli import streams
from indexer.config import Settings
from indexer.config import load_settings


if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_CONFIG = Path("config.toml")

config_option = click.option(
    "--config", type=click.Path(path_type=Path), metavar="FIL", help="Opsætningen; ellers config.toml i denne mappe."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Skriv JSON i stedet for tekst.")


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with an option --config, called with `settings`. Raises ConfigError."""

    @wraps(command)
    def called(config: Path | None, **kwargs: Any) -> Any:
        return command(settings=load_settings(config or click.get_current_context().obj or DEFAULT_CONFIG), **kwargs)

    return config_option(called)


def with_settings_if_any(warning: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """As `with_settings`, but where no file is named and none lies in the working directory, the defaults serve, with this warning."""

    def decorated(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def called(config: Path | None, **kwargs: Any) -> Any:
            named: Path | None = config or click.get_current_context().obj
            if named is None and not DEFAULT_CONFIG.exists():
                if warning:
                    streams.say(warning)
                return command(settings=Settings(Path.cwd()), **kwargs)
            return command(settings=load_settings(named or DEFAULT_CONFIG), **kwargs)

        return config_option(called)

    return decorated

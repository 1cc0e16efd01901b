"""Kinds of work for worker processes, good and bad; at module level, because a spawned process must be able to import them."""

from __future__ import annotations

import inspect
import os
import signal
import socket
import time
from dataclasses import dataclass

from indexer.errors import SourceError


@dataclass(frozen=True)
class Square:
    """Squares a number; words make it behave badly."""

    def prepare(self) -> None:
        """Nothing to load."""

    def __call__(self, item: int | str) -> object:
        """The square of a number, or what the method of that name gives."""
        if isinstance(item, int):
            return item * item
        return getattr(self, item)()

    def refuse(self) -> object:
        """A reason of its own."""
        raise SourceError("encrypted", "Filen er låst.")

    def fail(self) -> object:
        """An error of ours."""
        raise KeyError("uha")

    def fail_oddly(self) -> object:
        """An error that cannot be sent."""
        raise TwoArgumentsError(1, 2)

    def quit(self) -> object:
        """A library that ends the program."""
        raise SystemExit(3)

    def crash(self) -> object:
        """A process that ends by itself."""
        os._exit(7)

    def killed(self) -> object:
        """A process ended from outside."""
        if os.name != "nt":
            os.kill(os.getpid(), signal.SIGKILL)
        os._exit(9)

    def holding(self) -> object:
        """A process that dies with its hand on the pipe that all share."""
        frame = inspect.currentframe()
        while frame is not None and "channel" not in frame.f_locals:
            frame = frame.f_back
        assert frame is not None
        frame.f_locals["channel"].mutex.acquire()
        os._exit(8)

    def hang(self) -> object:
        """No end."""
        while True:
            time.sleep(60)

    def deaf(self) -> object:
        """Hang as C code does: no signal handler of Python's gets a turn."""
        if os.name != "nt":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        return self.hang()

    def greedy(self) -> object:
        """More memory than a letter needs, really written to."""
        return len(b"x" * (2 << 30))

    def chatter(self) -> object:
        """Noise on both streams."""
        print("noise")  # noqa: T201 - the noise is the point
        os.write(2, b"noise")
        return "quiet"

    def pid(self) -> object:
        """The process it runs in."""
        return os.getpid()


class TwoArgumentsError(Exception):
    """An exception that cannot be unpickled, as some libraries' cannot."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} {two}")


@dataclass(frozen=True)
class Unprepared(Square):
    """Work that cannot load what it needs."""

    def prepare(self) -> None:
        """Fail."""
        raise RuntimeError("no dictionary")


@dataclass(frozen=True)
class Stillborn(Square):
    """Work whose processes die before they begin."""

    def prepare(self) -> None:
        """Die."""
        os._exit(5)


@dataclass(frozen=True)
class Heavy(Square):
    """Answers with much more than a pipe holds."""

    def __call__(self, item: int | str) -> object:
        """As many bytes as `item` says."""
        return bytes(item) if isinstance(item, int) else super().__call__(item)


@dataclass(frozen=True)
class Connected(Square):
    """Work that hangs with a connection open, so that the other end sees when its process is gone."""

    port: int

    def __call__(self, item: int | str) -> object:  # noqa: ARG002 - it hangs whatever it is given
        """Nothing, ever."""
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall(b"here")
            return self.deaf()


class Interrupted(Square):
    """Work that meets Ctrl-C in a process that is not yet ready to start it."""

    def __reduce__(self) -> object:
        """Sent to a process as what interrupts it on arrival."""
        return _arrive, ()


def _arrive() -> Interrupted:
    os.kill(os.getpid(), signal.SIGINT)
    return Interrupted()

"""How a command ends: the exit codes, and the one place where a failure becomes a line that a person reads."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from typing import ParamSpec

from pipeline.messages import say
from pipeline.messages.errors import told

P = ParamSpec("P")


class Exit(IntEnum):
    """Stable; `kehoach --help` lists them."""

    DONE = 0
    NOTHING = 1
    USAGE = 2
    """Given by the command line parser."""
    STORE = 3
    FAILED_GOLD = 4
    """`evaluate`: a plan failed, or claims what its gold says is not there."""
    INTERRUPTED = 130


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """The command, ending in an exit code and at most one line on stderr whatever happens."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            _close_stdout()
        except KeyboardInterrupt:
            complain(say("error.interrupted"))
            raise SystemExit(Exit.INTERRUPTED) from None
        except Exception as error:
            raise SystemExit(_explained(error)) from None

    return run


def complain(reason: str) -> None:
    """One line on stderr; control characters of file names and documents do not reach the terminal."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(reason.split()))
    print(f"kehoach: {line}", file=sys.stderr)


def _explained(error: Exception) -> Exit:
    from models.errors import KehoachError, StoreError

    if _is_parsers(error):
        raise error
    if os.environ.get("KEHOACH_DEBUG", "") not in ("", "0"):
        traceback.print_exception(error)
    if isinstance(error, KehoachError):
        complain(told(str(error)))
    else:
        complain(say("error.unexpected", type=type(error).__name__, reason=str(error) or "?"))
    return Exit.STORE if isinstance(error, StoreError) else Exit.NOTHING


def _is_parsers(error: Exception) -> bool:
    """Wrong usage found inside a command, and a command that ends early: the parser reports these itself."""
    import typer

    # The parser's wrong usage of every kind (no such option, too many arguments) has no public name of its own.
    wrong_usage: type = typer.BadParameter.__mro__[1]
    return isinstance(error, (wrong_usage, typer.Exit, typer.Abort))


def _close_stdout() -> None:
    """The reader has seen enough. What is still buffered goes nowhere, so that the interpreter ends in silence."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

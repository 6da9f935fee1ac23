"""No traceback reaches a user: what goes wrong becomes a message on stderr and an exit status.

With ``ZHCLAIMS_DEBUG=1`` in the environment errors are raised as they are.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import typer

from extract.errors import ClaimsError, InternalError
from extract.version import __version__

DONE, SOME_FAILED, WRONG_USE, INTERRUPTED, NO_READER = 0, 1, 2, 130, 141


def debugging() -> bool:
    """Whether errors shall be raised, for those who work on zhclaims."""
    return os.environ.get("ZHCLAIMS_DEBUG", "") not in ("", "0")


def say(message: str) -> None:
    """A message for the user, on stderr, one line."""
    print(f"zhclaims: {message}", file=sys.stderr)


def in_words(error: BaseException) -> str:
    """What went wrong inside, with what is needed to report it."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if f"{os.sep}extract{os.sep}" in file:
            place = f" at extract/{file.rpartition(f'{os.sep}extract{os.sep}')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    message = " ".join(str(error).split())[:300]
    return (
        f"internal error: {type(error).__name__}{': ' * bool(message)}{message}{place} (zhclaims {__version__}); "
        "please report this line with the input; ZHCLAIMS_DEBUG=1 shows the traceback"
    )


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with its errors told in words. ``typer.Exit`` and wrong use go on to typer."""

    @functools.wraps(command)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        try:
            result = command(*arguments, **options)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            _leave_quietly()
        except KeyboardInterrupt:
            say("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except InternalError as error:
            if debugging():
                raise
            say(in_words(error))
            raise typer.Exit(SOME_FAILED) from None
        except ClaimsError as error:
            if debugging():
                raise
            say(str(error))
            raise typer.Exit(SOME_FAILED) from None

    return wrapped


def run(app: Callable[[], Any]) -> None:
    """Run the program; the last guard."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a lone surrogate is written as \\udXXX, which JSON reads back
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:
        _leave_quietly()
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(INTERRUPTED)
    except Exception as error:
        if debugging():
            raise
        say(in_words(error))
        sys.exit(SOME_FAILED)


def _leave_quietly() -> NoReturn:
    """The reader of our output went away (``zhclaims … | head``): stop without a word."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    sys.exit(NO_READER)

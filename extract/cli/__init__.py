"""The command line: one module for each command; ``app`` puts them together.

Results go to stdout, everything else to stderr. Exit status: 0 all done, 1 some inputs failed, 2 wrong use, 130
interrupted.
"""

from __future__ import annotations

import sys


def main() -> None:
    """The entry point of ``zhclaims`` and ``python -m extract``.

    The commands are imported here, so that an interrupt while they load ends in words too.
    """
    try:
        from extract.cli.app import app
        from extract.cli.guard import run
    except KeyboardInterrupt:
        sys.stderr.write("zhclaims: interrupted\n")
        sys.exit(130)
    run(app)

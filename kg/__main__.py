"""The command `kg`, which is also `python -m kg`."""

from __future__ import annotations

import signal


def main() -> None:
    """Runs the command line.

    Until it is imported and handles signals, Ctrl-C ends the process without a traceback.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from kg.cli import main as run

    run()


if __name__ == "__main__":
    main()

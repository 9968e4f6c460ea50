"""A process that has imported kg, of which each command of a test becomes a copy.

Half of a short command is its start: finding and importing modules, reading shapes. A copy (fork)
has this behind it, and is otherwise a process like any other, with its own streams, folder,
environment and exit status. Nothing of a command is left for the next one.
https://docs.python.org/3/library/os.html#os.fork
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final, TextIO

from tests.support.copied_process import NUMBER

LEFT_OUT: Final = ("kg.__main__", "kg.serve", "kg.similarity")
"""What is not imported before: numpy starts threads, and only what has none can be copied."""

STREAMS: Final = ("stdin", "stdout", "stderr")

_running: dict[int, int] = {}
"""The processes of commands, each with the pipe that its exit status is written to."""


def main() -> None:
    """Becomes the command of each request, until nobody is left to ask.

    A request is the files of its JSON, of the three standard streams and of the exit status.
    """
    requests = socket.socket(fileno=int(sys.argv[1]))
    _warm_up()
    signal.signal(signal.SIGCHLD, _tell_status)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while files := socket.recv_fds(requests, 1, 5)[1]:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        process = os.fork()
        if process:
            _running[process] = files.pop()
            os.write(_running[process], NUMBER.pack(process))
            for each in files:
                os.close(each)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        if not process:
            os.setpgid(0, 0)  # so that it can be killed with its workers
            requests.close()
            _become_command(files)


def _warm_up() -> None:
    """Imports what commands import, and validates a record, for which shapes are compiled."""
    import kg
    from kg.system.package_data import resource

    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if not module.name.startswith(LEFT_OUT):
            import_module(module.name)
    for record in kg.read(resource("samples")):
        assert kg.validate(kg.map_record(record)).conforms
    threads = len(list(Path("/proc/self/task").iterdir()))
    assert threads == 1, "a process with threads can't be copied"
    gc.collect()
    gc.freeze()


def _tell_status(*_: object) -> None:
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            status = _running.pop(ended[0])
            with suppress(BrokenPipeError):
                os.write(status, NUMBER.pack(os.waitstatus_to_exitcode(ended[1])))
            os.close(status)


def _become_command(files: list[int]) -> None:
    """Runs the command as `python -m kg` does; returns or raises as that does at its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    given, *streams, status = files
    for each in (status, *_running.values()):
        os.close(each)
    _running.clear()
    with open(given, encoding="utf-8") as file:  # noqa: PTH123 - it has no path
        request = json.load(file)
    for number, (name, stream) in enumerate(zip(STREAMS, streams, strict=True)):
        os.dup2(stream, number)
        os.close(stream)
        opened = _opened(number, getattr(sys, name))
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.path[0] = request["cwd"]
    sys.argv[1:] = request["arguments"]
    runpy.run_module("kg", run_name="__main__", alter_sys=True)
    sys.exit()


def _opened(number: int, before: TextIO) -> TextIO:
    """A standard stream as the interpreter opens it."""
    return open(
        number,
        "w" if number else "r",
        buffering=1 if number == 2 or os.isatty(number) else -1,
        encoding=before.encoding,
        errors=before.errors,
        closefd=False,
    )


if __name__ == "__main__":
    main()

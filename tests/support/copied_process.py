"""Commands that are copies of a process that has imported kg (`tests.support.warm_kg`).

Each process of tests has one to copy, which ends with it.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from tests.support.paths import ROOT

OF_THE_START: Final = ("LANG", "LC_", "LD_", "PYTHON", "TZ")
"""How variables begin that an interpreter reads at its start, or a library when it is loaded."""

NUMBER: Final = struct.Struct("i")
"""How a pipe tells the id of a process, and its exit status."""


class Original:
    """The process that is copied; it is started when it is first needed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: socket.socket | None = None
        self._env = {**os.environ, "PYTHONPATH": str(ROOT)}

    def fits(self, env: Mapping[str, str]) -> bool:
        """Whether a new interpreter would read the same of this environment."""
        return _of_the_start(env) == _of_the_start(self._env)

    def send(self, files: Sequence[int]) -> None:
        """Asks for a copy."""
        with self._lock:
            if self._requests is None:
                self._requests = self._started()
        socket.send_fds(self._requests, [b"+"], files)

    def _started(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.warm_kg", str(theirs.fileno())],
            cwd=ROOT,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        atexit.register(process.wait)
        atexit.register(ours.close)
        return ours


ORIGINAL: Final = Original()


@dataclass(frozen=True)
class Copy:
    """A command that runs; the pipe `status` tells its exit status."""

    process: int
    status: int

    def wait(self, seconds: float) -> int:
        """The exit status, as subprocess has it; the command is killed after these seconds."""
        try:
            if not select.select([self.status], [], [], seconds)[0]:
                os.killpg(self.process, signal.SIGKILL)  # with its workers, which have its pipes
                raise TimeoutError(f"the command has not ended after {seconds} s")
            return _number(self.status)
        finally:
            os.close(self.status)


def copied(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], streams: Sequence[int]
) -> Copy:
    """A command that is started with these files as its stdin, stdout and stderr."""
    ours, theirs = os.pipe()
    with tempfile.TemporaryFile() as request:
        asked = {"arguments": arguments, "cwd": str(cwd), "env": dict(env)}
        request.write(json.dumps(asked).encode())
        request.seek(0)
        ORIGINAL.send([request.fileno(), *streams, theirs])
    os.close(theirs)
    return Copy(_number(ours), ours)


def communicated(
    arguments: Sequence[str], cwd: Path, env: Mapping[str, str], given: bytes, seconds: float
) -> tuple[int, bytes, bytes]:
    """The exit status of a command, and what it wrote to stdout and stderr."""
    (stdin, source), (data, stdout), (talk, stderr) = os.pipe(), os.pipe(), os.pipe()
    command = copied(arguments, cwd, env, [stdin, stdout, stderr])
    for each in (stdin, stdout, stderr):
        os.close(each)
    with ThreadPoolExecutor(3) as pool:
        outputs = [pool.submit(_read, each) for each in (data, talk)]
        pool.submit(_write, source, given)
        status = command.wait(seconds)
    return status, outputs[0].result(), outputs[1].result()


def _of_the_start(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(OF_THE_START)}


def _number(pipe: int) -> int:
    data = os.read(pipe, NUMBER.size)
    if not data:
        raise RuntimeError("the process that is copied has ended; its stderr may say why")
    found: int
    (found,) = NUMBER.unpack(data)
    return found


def _read(pipe: int) -> bytes:
    with open(pipe, "rb") as file:
        return file.read()


def _write(pipe: int, data: bytes) -> None:
    with suppress(BrokenPipeError), open(pipe, "wb") as file:
        file.write(data)

"""Writes files whole or not at all.

A file is written under a temporary name in its own folder, flushed to disk, and renamed, by itself
or together with others: see `kg.system.file_set`. A device or a named pipe is written to directly;
a link is followed, not replaced. The ending determines the compression; the same text in the same
frames gives the same bytes.
"""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Final, cast

from kg.errors import OutputError
from kg.system.compression import Frames, compressor
from kg.system.file_set import FileSet, output_errors, temporary_name, together
from kg.text.printable import printable

STDOUT: Final = ("-", "/dev/stdout")
"""The paths that mean stdout."""


class _Measured:
    """A file with the size and digest of what was written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.size = 0
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._file.write(data)
        self.sha256.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """Leaves the file open, because it is flushed to disk later."""


class Output:
    """A text file, encoded as UTF-8, with line feeds as they are.

    `size` and `sha256` are those of the file once the block of `open_output` has ended.
    """

    __slots__ = ("_measured", "_place", "_stream")

    def __init__(self, place: str, file: IO[bytes], *, by_ending: bool = True) -> None:
        self._place = place
        self._measured = _Measured(file)
        self._stream = compressor(self._measured, place) if by_ending else self._measured

    def write(self, text: str | bytes) -> int:
        """Writes a text, or the bytes of one in UTF-8.

        Raises OutputError if it can't be written, BrokenPipeError if the reader has gone.
        """
        with output_errors(self._place):
            self._stream.write(text.encode() if isinstance(text, str) else text)
        return len(text)

    def write_frame(self, frame: bytes) -> None:
        """Writes a frame of a compression that has them; raises as `write`."""
        with output_errors(self._place):
            cast(Frames, self._stream).add_frame(frame)

    def close(self) -> None:
        """Writes what is left in the compressor; the file stays open."""
        self._stream.close()

    @property
    def size(self) -> int:
        """Number of bytes written."""
        return self._measured.size

    @property
    def sha256(self) -> str:
        """The SHA-256 of these bytes, in hexadecimal digits."""
        return self._measured.sha256.hexdigest()


@contextmanager
def open_output(
    path: str | Path, *, make_parents: bool = False, files: FileSet | None = None
) -> Iterator[Output]:
    """A file to write text to, which is renamed into place when the block ends without an error.

    If `files` are given it is renamed together with them. "-" is stdout. The endings .gz and .zst
    compress. The folder must exist, unless `make_parents` is given. Raises OutputError, with the
    reason, if the file can't be written.
    """
    place = str(path)
    if place in STDOUT:
        with _stdout() as output:
            yield output
        return
    with output_errors(place):
        target = Path(os.path.realpath(path))
        if make_parents:
            target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        special = target.exists() and not target.is_file()
    if special:
        with _direct(place, target) as output:
            yield output
        return
    with (
        together() if files is None else nullcontext(files) as waiting,
        _beside(place, target, waiting) as output,
    ):
        yield output


def write_file(
    path: Path, data: bytes, *, make_parents: bool = False, lasting: bool = True
) -> None:
    """Writes the bytes of a file, whole or not at all; `lasting` flushes them to disk.

    Raises OutputError, with the reason, if the file can't be written.
    """
    with output_errors(str(path)):
        if make_parents:
            path.parent.mkdir(parents=True, exist_ok=True)
        with _temporary(path) as temporary:
            with temporary.open("xb") as file:
                file.write(data)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            temporary.replace(path)


class Deferred:
    """A file that is opened at the first write; `output` is None until then."""

    def __init__(self, opened: Callable[[], Output]) -> None:
        self._opened = opened
        self.output: Output | None = None

    def write(self, text: str | bytes) -> None:
        """Writes a text as `Output.write` does."""
        self._output().write(text)

    def write_frame(self, frame: bytes) -> None:
        """Writes a frame as `Output.write_frame` does."""
        self._output().write_frame(frame)

    def _output(self) -> Output:
        if self.output is None:
            self.output = self._opened()
        return self.output


@contextmanager
def deferred_output(
    path: str | Path, *, make_parents: bool = False, files: FileSet | None = None
) -> Iterator[Deferred]:
    """Like `open_output`, but the file is not changed if nothing is written."""
    with ExitStack() as stack:
        yield Deferred(
            lambda: stack.enter_context(open_output(path, make_parents=make_parents, files=files))
        )


class _Terminal:
    """A terminal, which gets text with escapes in place of what would control it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")

    def write(self, data: bytes) -> int:
        self._file.write(printable(self._decoder.decode(data)).encode())
        return len(data)


@contextmanager
def _stdout() -> Iterator[Output]:
    stream = sys.stdout.buffer
    try:
        with output_errors("standard output"):
            sys.stdout.flush()
        shown = cast(IO[bytes], _Terminal(stream)) if stream.isatty() else stream
        yield Output("standard output", shown, by_ending=False)
        with output_errors("standard output"):
            stream.flush()
    except (BrokenPipeError, OutputError):
        try:
            stream.flush()
        except OSError:
            # The interpreter flushes again at exit; the rest must not fail then.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


@contextmanager
def _direct(place: str, target: Path) -> Iterator[Output]:
    """A device or pipe, written to directly."""
    with output_errors(place):
        file = target.open("wb")
    with _closing(place, file, lasting=False) as output:
        yield output


@contextmanager
def _beside(place: str, target: Path, files: FileSet) -> Iterator[Output]:
    """A regular file under a temporary name; once complete, it is added to `files`."""
    with output_errors(place):
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with _temporary(target) as temporary:
        with output_errors(place):
            file = temporary.open("xb")
        with _closing(place, file, lasting=True) as output:
            yield output
        files.add(place, temporary, target)


@contextmanager
def _temporary(target: Path) -> Iterator[Path]:
    """A temporary name in the same folder; its file is removed after an error."""
    path = temporary_name(target)
    try:
        yield path
    except BaseException:
        with suppress(OSError):  # the first error is the one to report
            path.unlink()
        raise


@contextmanager
def _closing(place: str, file: IO[bytes], *, lasting: bool) -> Iterator[Output]:
    """Output to an open file; `lasting` flushes it to disk when the block ends without an error."""
    output = Output(place, file)
    try:
        yield output
        with output_errors(place):
            output.close()
            file.flush()
            if lasting:
                os.fsync(file.fileno())
            file.close()
    except BaseException:
        for stream in (output, file):
            with suppress(OSError, ValueError):
                stream.close()
        raise

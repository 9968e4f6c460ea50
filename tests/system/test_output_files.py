"""Files are there whole or not at all, with the right name, bytes and permissions."""

from __future__ import annotations

import gzip
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from kg.errors import OutputError
from kg.system.output_files import open_output
from tests.support.paths import ROOT

TEXT = "one\nzwei ≥ \U0001f9ec\r\n" * 1000

READERS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda data: data,
    ".gz": gzip.decompress,
    ".zst": lambda data: zstandard.ZstdDecompressor().stream_reader(data).read(),
}


def write(path: str | Path, text: str = TEXT) -> None:
    with open_output(path) as output:
        output.write(text)


def python(code: str, stdin: int | None = None, stdout: int | None = None) -> subprocess.Popen[str]:
    """Another Python that runs `code` with open_output at hand."""
    code = f"import sys\nfrom kg.system.output_files import open_output\n{code}"
    return subprocess.Popen(
        [sys.executable, "-X", "dev", "-c", code],
        cwd=ROOT,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("compression", READERS)
def test_text_is_written_as_it_is(tmp_path: Path, compression: str) -> None:
    path = tmp_path / f"a.nt{compression}"
    with open_output(path) as output:
        for line in TEXT.splitlines(keepends=True):
            assert output.write(line) == len(line)
        assert not path.exists()
    assert READERS[compression](path.read_bytes()) == TEXT.encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("compression", READERS)
def test_the_same_text_gives_the_same_bytes(tmp_path: Path, compression: str) -> None:
    for name in "ab":
        write(tmp_path / f"{name}.nt{compression}")
        os.utime(tmp_path / f"{name}.nt{compression}", (0, 0))
    first, second = sorted(tmp_path.iterdir())
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("compression", READERS)
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_error_leaves_what_was_there(
    tmp_path: Path, compression: str, error: type[BaseException]
) -> None:
    path = tmp_path / f"a.nt{compression}"
    path.write_text("old")

    def interrupted() -> None:
        with open_output(path) as output:
            output.write(TEXT)
            raise error

    with pytest.raises(error):
        interrupted()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_kill_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text("old")
    code = (
        f"with open_output({str(path)!r}) as output:\n"
        "    output.write('x' * 10_000_000)\n"
        "    print('there', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with python(code, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "there\n"
        assert path.read_text() == "old"
        child.send_signal(signal.SIGKILL)
    assert path.read_text() == "old"


def test_permissions_follow_the_umask_or_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    mask = os.umask(0o027)
    try:
        write(path)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o606)
    write(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o606


def test_a_link_keeps_pointing(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "b.nt", tmp_path / "a.nt"
    link.symlink_to("real/b.nt")
    for text in ("first", "second"):
        write(link, text)
        assert target.read_text() == text
        assert link.is_symlink()
    assert list((tmp_path / "real").iterdir()) == [target]


def test_a_name_as_long_as_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 125 + ".nt")
    write(path)
    assert path.read_bytes() == TEXT.encode()
    assert list(tmp_path.iterdir()) == [path]


def test_parents_are_made_where_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.nt"
    with pytest.raises(OutputError, match=r"c\.nt can't be written: its folder does not exist"):
        write(path)
    with open_output(path, make_parents=True) as output:
        output.write(TEXT)
    assert path.read_bytes() == TEXT.encode()


def test_what_is_in_the_way_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path, reason in {
        tmp_path: "it is a folder",
        tmp_path / "file" / "a.nt": "its folder is a file",
        tmp_path / ("a" * 300): "the name is too long",
    }.items():
        for make_parents in (False, True):
            with (
                pytest.raises(OutputError, match=f"^{path} can't be written: {reason}$"),
                open_output(path, make_parents=make_parents),
            ):
                pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_no_permission_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text("old")
    (tmp_path / "a.nt").chmod(0o444)
    with pytest.raises(OutputError, match="there is no permission to write it"):
        write(tmp_path / "a.nt")
    tmp_path.chmod(0o555)
    with pytest.raises(OutputError, match="there is no permission to write it"):
        write(tmp_path / "b.nt")
    tmp_path.chmod(0o755)
    assert (tmp_path / "a.nt").read_text() == "old"


def test_devices_are_written_and_stay(tmp_path: Path) -> None:
    write("/dev/null")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    link = tmp_path / "full.nt.gz"
    link.symlink_to("/dev/full")
    for path in ("/dev/full", link):
        for text in ("x", "x" * 10_000_000):
            with pytest.raises(OutputError, match="can't be written: the disk is full"):
                write(path, text)
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_a_named_pipe_is_written(tmp_path: Path) -> None:
    path = tmp_path / "pipe.nt"
    os.mkfifo(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    write(path)
    reader.join()
    assert read == [TEXT.encode()]
    assert path.is_fifo()


@pytest.mark.parametrize("compression", READERS)
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, compression: str) -> None:
    path = tmp_path / f"a.nt{compression}"
    path.write_text("old")
    code = (
        "import os, resource, signal\n"
        "from kg.errors import OutputError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "try:\n"
        f"    with open_output({str(path)!r}) as output:\n"
        "        for _ in range(100):\n"
        "            output.write(os.urandom(5000).hex())\n"
        "except OutputError as error:\n"
        "    sys.exit(str(error))\n"
    )
    with python(code) as child:
        _, said = child.communicate()
    assert said == f"{path} can't be written: {TOO_LARGE}\n"
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


TOO_LARGE = "the file is too large for the file system or the limit set"


def test_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write("-")
    write("/dev/stdout")
    assert capfdbinary.readouterr().out == 2 * TEXT.encode()


@pytest.mark.parametrize("text", ["x", "x" * 1_000_000])
def test_standard_output_that_is_full(text: str) -> None:
    code = (
        "from kg.errors import OutputError\n"
        "try:\n"
        "    with open_output('-') as output:\n"
        f"        output.write({text[0]!r} * {len(text)})\n"
        "except OutputError as error:\n"
        "    sys.exit(str(error))\n"
    )
    with Path("/dev/full").open("w") as full, python(code, stdout=full.fileno()) as child:
        _, said = child.communicate()
    assert (child.returncode, said) == (
        1,
        "standard output can't be written: the disk is full\n",
    )


@pytest.mark.parametrize("text", ["x", "x" * 1_000_000])
def test_a_closed_pipe_is_left_to_the_caller_and_forgotten(text: str) -> None:
    code = (
        "try:\n"
        "    with open_output('-') as output:\n"
        f"        output.write({text[0]!r} * {len(text)})\n"
        "except BrokenPipeError:\n"
        "    sys.exit(3)\n"
    )
    reading, writing = os.pipe()
    os.close(reading)
    with python(code, stdout=writing) as child:
        os.close(writing)
        _, said = child.communicate()
    assert (child.returncode, said) == (3, "")


def test_an_error_of_the_caller_is_no_error_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_output(tmp_path / "a.nt"):
        (tmp_path / "absent").read_text()
    assert list(tmp_path.iterdir()) == []

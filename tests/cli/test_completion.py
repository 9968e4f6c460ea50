"""Completion in the shell: what is offered, by click's protocol, and by bash itself."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
import pytest
from click.shell_completion import ShellComplete
from click.types import StringParamType

from kg.cli import cli
from kg.cli.completion import BY_METAVAR, MOST_TRIALS, VARIABLE, Completed
from kg.formats import OUTPUTS, Format
from kg.load import load
from kg.queries import names
from kg.stores.embedded import EmbeddedStore
from tests.support.kg_command import environment
from tests.support.small_trials import FOUR, ONE, THREE, TWO, small_store, study, written

pytestmark = pytest.mark.slow

PATIENCE: Final = 60.0
"""Seconds in which a shell shows what it is to show."""

NOT_COMPLETED: Final = {
    "ADDRESS", "IRI", "NAME", "PHASE", "REASON", "STATUS", "TEXT", "URL", "[NCT...]",
}  # fmt: skip
"""The metavars of texts that kg can't complete, or that its messages list."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store `store`."""
    folder = tmp_path_factory.mktemp("completion")
    small_store(folder)
    return folder


def completed(line: str) -> list[str]:
    """What is offered for a line that ends where the cursor is."""
    *words, beginning = line.split(" ")
    found = ShellComplete(cli, {}, "kg", VARIABLE).get_completions(words, beginning)
    return [each.value if each.type == "plain" else f"({each.type})" for each in found]


STORE: Final = "--store store"
ALL: Final = [ONE, TWO, THREE, FOUR]
CASES: Final = {
    "ex": ["export"],
    "export sam": ["(file)"],
    "export a.json --output ou": ["(file)"],
    "load --store ": ["(dir)"],
    "query trials-of": ["(file)", *(name for name in names() if name.startswith("trials-of"))],
    "query trials-of-sponsor --param ": ["sponsor="],
    f"query {STORE} trials-of-sponsor --param x": [],
    "query --param ": [],
    "query unknown --param ": [],
    "export a.json -f tri": ["trig"],
    "similar --format rd": ["rdf-xml"],
    "query --format md": ["markdown"],
    "show --format mark": ["markdown"],
    "validate a.ttl --engine ": ["compiled", "pyshacl"],
    f"related {STORE} ": ALL,
    f"related {STORE} nct90000202": [TWO],
    f"related {STORE} {ONE} --why NCT9": ALL,
    f"show {STORE} NCT9": ALL,
    f"related {STORE} NCT1": [],
    f"related {STORE} x": [],
    "related --store nothing NCT": [],
    f"related {STORE} --endpoint http://localhost:1 NCT": [],
}


@pytest.mark.parametrize("line", CASES)
def test_a_value_is_completed(line: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert completed(line) == CASES[line]


@pytest.mark.parametrize("format", OUTPUTS.values(), ids=lambda format: format.name)
def test_the_ending_of_a_format_is_completed_to_its_name(format: Format) -> None:
    assert completed(f"export a.json -f {format.ending[1:]}") == [format.name]


def test_of_many_trials_the_next_digits_are_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    near = [f"NCT9100{number:04d}" for number in range(MOST_TRIALS + 5)]
    far = ["NCT92000001", "NCT92500000"]
    records = written(tmp_path, "records", (study(each, "Gout") for each in (*near, *far)))
    load([str(records)], EmbeddedStore(tmp_path / "store"))
    tens = [f"NCT910000{digit}" for digit in range(6)]
    assert completed(f"related {STORE} ") == ["NCT91", "NCT92"]
    assert completed(f"related {STORE} NCT91") == tens
    assert completed(f"related {STORE} NCT9100003") == near[30:40]
    assert completed(f"related {STORE} NCT92") == far


def commands(command: click.Command) -> Iterator[click.Command]:
    """A command and those below it."""
    yield command
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        yield from commands(each)


def test_every_text_is_completed_or_known_not_to_be() -> None:
    texts = {
        parameter.metavar: parameter
        for command in commands(cli)
        for parameter in command.params
        if isinstance(parameter.type, StringParamType)
    }
    assert texts.keys() - NOT_COMPLETED == BY_METAVAR.keys()
    for metavar in BY_METAVAR:
        assert isinstance(texts[metavar].type, Completed), metavar


# As a shell asks


KG: Final = Path(sys.executable).with_name("kg")
"""The command as it is installed, after whose name the variable is called."""


def run(command: str | Path, *arguments: str, cwd: Path, **asked: str) -> tuple[str, str]:
    """What a command writes on stdout and stderr, with `kg` on the path."""
    path = f"{KG.parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        [command, *arguments],
        cwd=cwd,
        env=environment(PATH=path, **asked),
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout, ran.stderr


def answer(line: str, cwd: Path) -> list[str]:
    """The answer of the command to bash."""
    words = ["kg", *line.split(" ")]
    asked = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    found, messages = run(KG, cwd=cwd, **{VARIABLE: "bash_complete"}, **asked)
    assert messages == ""
    return found.split()


def test_a_damaged_store_completes_nothing(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    assert answer(f"related {STORE} NCT900", tmp_path) == [f"plain,{each}" for each in ALL]
    [index] = store.folder.glob("index-*/postings.sqlite")
    index.write_bytes(index.read_bytes()[:5000] + b"\0" * 5000)
    assert answer(f"related {STORE} NCT900", tmp_path) == []
    (store.folder / "generation").write_text("damaged", "utf-8")
    assert answer(f"related {STORE} NCT900", tmp_path) == []


def test_no_message_reaches_the_line(tmp_path: Path) -> None:
    asked = {VARIABLE: "bash_complete", "COMP_WORDS": "kg", "COMP_CWORD": "x"}
    assert run(KG, cwd=tmp_path, **asked) == ("", "")


def test_bash_completes(folder: Path) -> None:
    """What stands in the line in the end is printed by bash itself."""
    start = f'eval "$({VARIABLE}=bash_source kg)"; echo rea""dy\n'
    with terminal("bash", "--norc", "-i", cwd=folder) as send:
        send(start, "ready")
        assert THREE in send(f"kg related {STORE} nct90000203\t", THREE)
        line = f"\nkg related {STORE} {THREE}"
        assert line in send(f"{HOME}echo {ENTER}", line)
        assert "sponsor=" in send("kg query trials-of-sponsor --param s\t", "sponsor=")
        line = "\nkg query trials-of-sponsor --param sponsor=genuv"
        assert line in send(f"genuv{HOME}echo {ENTER}", line)


HOME: Final = "\x01"
ENTER: Final = "\n"
"""The keys of bash for the beginning of the line, and its end."""


@contextmanager
def terminal(*command: str, cwd: Path) -> Iterator[Callable[[str, str], str]]:
    """A program on a terminal: sends it a text, waits for another, and returns what is shown."""
    ours, theirs = pty.openpty()
    path = f"{KG.parent}{os.pathsep}{os.environ['PATH']}"
    env = environment(PATH=path, TERM="dumb", INPUTRC=os.devnull, PS1="", HOME=str(cwd))
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:

        def send(text: str, awaited: str) -> str:
            os.write(ours, text.encode())
            shown, end = "", time.monotonic() + PATIENCE
            while awaited not in shown.replace("\r", ""):
                assert select.select([ours], [], [], end - time.monotonic())[0], shown
                shown += os.read(ours, 4096).decode()
            return shown.replace("\r", "")

        try:
            yield send
        finally:
            process.kill()
            os.close(theirs)
            os.close(ours)

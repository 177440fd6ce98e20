"""Every command and option, and the nearest one when none is meant."""

from __future__ import annotations

from argparse import SUPPRESS
from pathlib import Path

import pytest

from devserver.arguments import Build, Check, Connect, Lsp, Move, Reveal, Say, Watch, Why, parse
from devserver.config import WatchOptions
from devserver.parsers import COMMANDS, UsageError


def test_a_bare_command_has_the_defaults() -> None:
    assert parse(["watch"]) == Watch(None, WatchOptions(), json=False, verbose=False)
    assert parse(["build"]) == Build(
        None, Path("site"), None, strict=False, verify=False, verbose=False
    )
    assert parse(["check"]) == Check(None, "text", None, external=False, verbose=False)
    assert parse(["why", "guide/"]) == Why("guide/", verbose=False)
    assert parse(["connect"]) == Connect(None, verbose=False)
    assert parse(["reveal", "a.md"]) == Reveal((Path("a.md"), None), verbose=False)
    assert parse(["lsp"]) == parse(["lsp", "--stdio", "--clientProcessId=7"]) == Lsp(verbose=False)
    assert parse(["mv", "a.md", "b.md"]) == Move(Path("a.md"), Path("b.md"), verbose=False)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a.md:7", ("a.md", 7)),
        ("a.md:7:3", ("a.md", 7)),
        ("a.md:7:", ("a.md", 7)),
        ("C:a.md", ("C:a.md", None)),
        ("a:b.md:12", ("a:b.md", 12)),
    ],
)
def test_a_place_is_a_file_and_a_line(text: str, place: tuple[str, int | None]) -> None:
    assert parse(["reveal", text]) == Reveal((Path(place[0]), place[1]), verbose=False)


def test_every_option_is_understood() -> None:
    line = (
        "watch text --host [::1] --port=0 --open --follow --json --poll --verify --commands "
        "--verbose --for-editors --allow-host a.example --allow-host b.example --no-draft"
    )
    assert parse(line.split()) == Watch(
        Path("text"),
        WatchOptions(
            host="::1",
            port=0,
            allow_hosts=("a.example", "b.example"),
            open=True,
            follow=True,
            poll=True,
            verify=True,
            commands=True,
            drafts=False,
            verbose=True,
            for_editors=True,
        ),
        json=True,
        verbose=True,
    )
    line = "build . --out x --strict --verify --base-url https://a.example/d"
    assert parse(line.split()) == Build(
        Path(), Path("x"), "https://a.example/d", strict=True, verify=True, verbose=False
    )
    assert parse(["check", "--json", "--", "--odd name"]) == Check(
        Path("--odd name"), "json", None, external=False, verbose=False
    )
    assert parse(["check", "--format", "github", "--sarif", "a.sarif", "--external"]) == Check(
        None, "github", Path("a.sarif"), external=True, verbose=False
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("wach", "unknown command “wach” (did you mean “watch”?)"),
        (
            "qqq",
            "unknown command “qqq”; there are watch, build, check, why, mv, connect, reveal, lsp",
        ),
        ("--port 3", "a command comes first: watch, build, check, why, mv, connect, reveal, lsp"),
        (".", "“.” is no command; to serve it: devserver watch ."),
        ("watch --prot 3", "unknown option “--prot” (did you mean “--port”?)"),
        ("watch --jso", "unknown option “--jso” (did you mean “--json”?)"),
        ("build --stric=1", "unknown option “--stric” (did you mean “--strict”?)"),
        ("watch a b", "unexpected argument “b”"),
        ("watch --port", "--port: expected one argument"),
        ("watch --port 65536", "--port: “65536” is no port; it is a number up to 65535"),
        ("watch --port -1", "--port: “-1” is no port; it is a number up to 65535"),
        ("watch --port ٣", "--port: “٣” is no port; it is a number up to 65535"),
        ("watch --host http://a/", "--host: “http://a/” is no address or name of a machine"),
        ("watch --host=", "--host: “” is no address or name of a machine"),
        ("build --base-url a.b", "--base-url: “a.b” is no address: it must begin with https://"),
        ("why", "the following arguments are required: PAGE"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(line: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(line.split())
    assert str(refused.value) == message


def test_help_names_every_command_and_every_option() -> None:
    overview = parse([])
    assert isinstance(overview, Say)
    for name, make in COMMANDS.items():
        assert f"devserver {name} " in overview.text
        for arguments in ([name, "--help"], [name, "-h", "--nonsense"]):
            said = parse(arguments)
            assert isinstance(said, Say)
            for action in make()._actions:
                told = action.help != SUPPRESS
                assert all((o in said.text) == told for o in action.option_strings)
    assert parse(["--help"]) == overview

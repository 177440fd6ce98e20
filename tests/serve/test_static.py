"""Static files are sent whole, or in the part that was asked for, or not at all."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from devserver.messages import FileAnswer
from devserver.model import Url
from tests.on_terminal import DEADLINE
from tests.serve.played_main import PlayedMain


@pytest.fixture
def small(main: PlayedMain, tmp_path: Path) -> Path:
    path = tmp_path / "small.txt"
    path.write_text("0123456789")
    main.answers[Url("/small.txt")] = FileAnswer(str(path), str(tmp_path))
    main.tell(stale=None)
    # The server hears of it by and by: until it asks again, it has the file of the test before.
    until, asked = time.monotonic() + DEADLINE, main.wanted.count(Url("/small.txt"))
    while main.wanted.count(Url("/small.txt")) == asked:
        assert time.monotonic() < until
        main.get("/small.txt")
    return path


def test_file_is_sent_and_known_until_it_changes(main: PlayedMain, small: Path) -> None:
    first = main.get("/small.txt")
    assert (first.status, first.body) == (200, b"0123456789")
    assert first.headers["content-type"] == "text/plain; charset=utf-8"
    known = {"If-None-Match": first.headers["etag"]}
    assert main.get("/small.txt", headers=known).status == 304
    small.write_text("9876543210")
    assert main.get("/small.txt", headers=known).body == b"9876543210"


def test_parts_of_a_file_are_sent_alone(main: PlayedMain, small: Path) -> None:
    part = main.get("/small.txt", headers={"Range": "bytes=2-4"})
    assert (part.status, part.body) == (206, b"234")
    assert part.headers["content-range"] == "bytes 2-4/10"
    refused = main.get("/small.txt", headers={"Range": "bytes=0-,0-,0-"})
    assert (refused.status, refused.body) == (416, b"")
    assert refused.headers["content-range"] == "bytes */10"
    assert main.get("/small.txt", "HEAD").headers["content-length"] == "10"
    assert small.exists()


def test_large_file_is_streamed_whole_and_in_part(main: PlayedMain, tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    (tmp_path / "large.bin").write_bytes(content)
    main.answers[Url("/large.bin")] = FileAnswer(str(tmp_path / "large.bin"), str(tmp_path))
    assert main.get("/large.bin").body == content
    part = main.get("/large.bin", headers={"Range": "bytes=-70000"})
    assert (part.status, part.body) == (206, content[-70000:])
    assert main.get("/large.bin", "HEAD").body == b""


def test_file_that_is_gone_is_missing_and_main_is_asked_again(
    main: PlayedMain, small: Path
) -> None:
    small.unlink()
    assert main.get("/small.txt").status == 404
    small.write_text("back")
    assert main.get("/small.txt").body == b"back"
    assert main.wanted.count(Url("/small.txt")) >= 2


def test_no_read_is_torn_by_a_replacing_writer(main: PlayedMain, small: Path) -> None:
    done = threading.Event()
    bodies = [bytes([letter]) * size for letter, size in [(65, 200_000), (66, 90_000)]]
    small.write_bytes(bodies[0])

    def write() -> None:
        replacement = small.with_name("replacement")
        while not done.is_set():
            replacement.write_bytes(bodies[1])
            replacement.rename(small)
            replacement.write_bytes(bodies[0])
            replacement.rename(small)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        got = [main.get("/small.txt") for _ in range(300)]
    finally:
        done.set()
        writer.join()
    assert {response.status for response in got} == {200}
    torn = [response for response in got if response.body not in bodies]
    assert not [(len(each.body), each.body[:80], each.headers) for each in torn]

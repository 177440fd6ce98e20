"""Whatever is kept or sent comes back as it was, or not at all: rows, frames and messages."""

from __future__ import annotations

import pickle
import socket
import tempfile
from contextlib import closing
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from devserver.build.step import OUTLINE, PARSE
from devserver.channel import Channel, PolledChannel
from devserver.messages import (
    Answered,
    Convert,
    Converted,
    FileAnswer,
    PageAnswer,
    Problems,
    Published,
    RedirectAnswer,
    Viewing,
    Wanted,
)
from devserver.model import (
    Digest,
    Document,
    Expanded,
    Heading,
    Job,
    Link,
    Page,
    Problem,
    Source,
    SourcePath,
    Stamp,
    Url,
    digest,
)
from devserver.rows import (
    Result,
    StoredPage,
    packed_sources,
    page_row,
    result_row,
    sound_page,
    sound_results,
    sound_whole,
    unpacked_sources,
    whole_row,
)
from devserver.site.dialect import native
from devserver.store import FILE, Store
from tests.fuzz.examples import examples

_TEXTS = st.text(max_size=12)
_PATHS = _TEXTS.map(SourcePath)
_URLS = _TEXTS.map(lambda text: Url(f"/{text}"))
_DIGESTS = st.binary(max_size=3).map(digest)
_NUMBERS = st.integers(0, 2**63 - 1)
_STAMPS = st.builds(Stamp, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS)
_SOURCES = st.builds(Source, _PATHS, _STAMPS, _DIGESTS)
_PROBLEMS = st.builds(
    Problem,
    _PATHS,
    st.integers(1, 9999),
    st.integers(1, 99),
    st.sampled_from(["error", "warning", "hint"]),
    _TEXTS,
    _TEXTS,
)
_LINKS = st.builds(Link, _TEXTS, _PATHS, st.integers(1, 9), st.integers(1, 9))
_HEADINGS = st.builds(Heading, st.integers(1, 6), _TEXTS, _TEXTS, _TEXTS)
_DOCUMENTS = st.builds(
    Document,
    _PATHS,
    st.lists(_TEXTS, min_size=1, max_size=3).map(tuple),
    st.lists(_LINKS, max_size=2).map(tuple),
    st.lists(_HEADINGS, max_size=2).map(tuple),
    st.lists(_TEXTS, max_size=2).map(tuple),
    st.integers(0, 999),
    st.lists(_PROBLEMS, max_size=2).map(tuple),
    st.booleans(),
)
_PAGES = st.builds(lambda url, html: Page(url, digest(html), html), _URLS, _TEXTS)
_RESULTS = st.builds(Result, _TEXTS, _TEXTS, _DIGESTS, _TEXTS, st.binary(max_size=9))
_ANSWERS = st.one_of(
    st.builds(PageAnswer, _DIGESTS, st.sampled_from([200, 404, 500]), st.none() | _TEXTS),
    st.builds(RedirectAnswer, _URLS),
    st.builds(FileAnswer, _TEXTS, _TEXTS),
)
_MESSAGES = st.one_of(
    st.builds(Answered, _URLS, _ANSWERS),
    st.builds(Wanted, _URLS),
    st.builds(Viewing, st.lists(st.tuples(_URLS, st.integers(0, 9)), max_size=3).map(tuple)),
    st.builds(Problems, st.lists(_PROBLEMS, max_size=3).map(tuple)),
    st.builds(
        Published, st.integers(0, 9), stale=st.none() | st.lists(_URLS, max_size=3).map(tuple)
    ),
    st.builds(
        lambda ticket, text: Convert(ticket, Job(SourcePath("a"), Expanded(text), native())),
        _NUMBERS,
        _TEXTS,
    ),
    st.builds(Converted, _NUMBERS, _DOCUMENTS, st.floats(0, 99)),
)
_CELLS = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), _TEXTS, st.binary(max_size=9), st.floats()
)
_DAMAGE = st.lists(st.tuples(st.integers(0, 9), _CELLS), max_size=2)


def damaged(row: tuple[object, ...], damage: list[tuple[int, object]]) -> tuple[object, ...]:
    """Put other values into some columns of a row."""
    cells = list(row)
    for column, cell in damage:
        cells[column % len(cells)] = cell
    return tuple(cells)


@given(page=_PAGES, key=_DIGESTS, result=_RESULTS, damage=_DAMAGE)
@examples(200)
def test_any_row_is_what_was_written_or_nothing(
    page: Page, key: Digest, result: Result, damage: list[tuple[int, object]]
) -> None:
    url, *columns = page_row(page, key)
    cells = damaged(tuple(columns), damage)
    assert sound_page(page.url, [cells]) in (
        None,
        StoredPage(url, page.version, page.html, 200, key),
    )
    step, *rest = result_row(result)
    assert list(sound_results(str(step), [damaged(tuple(rest), damage)])) in ([], [result])
    name, *sealed = whole_row("name", result.value)
    assert sound_whole(str(name), [damaged(tuple(sealed), damage)]) in (b"", result.value)
    if not damage:
        assert sound_page(page.url, [cells]) is not None


@given(st.lists(_SOURCES, max_size=4), st.binary(max_size=30), st.floats(0, 1))
@examples(200)
def test_any_bytes_are_the_sources_that_were_packed_or_none(
    sources: list[Source], noise: bytes, place: float
) -> None:
    packed = packed_sources(sources)
    assert unpacked_sources(packed) == sources
    at = int(place * len(packed))
    assert isinstance(unpacked_sources(packed[:at] + noise + packed[at + len(noise) :]), list)


@given(document=_DOCUMENTS, noise=st.binary(min_size=1, max_size=6), place=st.floats(0, 1))
@examples(200)
def test_any_document_is_kept_whole_and_no_damage_raises_another_error(
    document: Document, noise: bytes, place: float
) -> None:
    packed = PARSE.packed(document)
    assert PARSE.unpacked(packed) == document
    at = int(place * len(packed))
    for step in (PARSE, OUTLINE):
        try:
            step.unpacked(packed[:at] + noise + packed[at + len(noise) :])
        except msgspec.MsgspecError:
            continue


@given(messages=st.lists(_MESSAGES, max_size=4), cuts=st.lists(st.integers(1, 40), max_size=12))
@examples(100)
def test_any_messages_come_whole_and_in_order_in_whatever_pieces(
    messages: list[object], cuts: list[int]
) -> None:
    ours, theirs = socket.socketpair()
    sender, receiver = socket.socketpair()
    with ours, theirs, sender, receiver:
        for message in messages:
            Channel(sender).send(message)
        sender.shutdown(socket.SHUT_WR)
        stream = b"".join(iter(lambda: receiver.recv(1 << 16), b""))
        main, received = PolledChannel(ours), list[object]()
        for cut in [*cuts, len(stream)]:
            theirs.sendall(stream[:cut])
            stream = stream[cut:]
            received += main.receive()
        assert received == messages
        assert not main.closed


@given(messages=st.lists(_MESSAGES, min_size=1, max_size=3), kept=st.floats(0, 1))
@examples(100)
def test_a_stream_that_breaks_off_gives_only_whole_messages(
    messages: list[object], kept: float
) -> None:
    whole = [pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL) for message in messages]
    stream = b"".join(len(body).to_bytes(8, "big") + body for body in whole)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(stream[: int(kept * len(stream))])
        theirs.shutdown(socket.SHUT_WR)
        child = Channel(ours)
        received = list(iter(child.receive, None))
    assert received == messages[: len(received)]
    assert len(received) == len(messages) or kept < 1


@given(
    pages=st.lists(_PAGES, min_size=1, max_size=3),
    damage=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=40)), max_size=3),
    cut=st.floats(0.5, 1),
)
@examples(10)
def test_any_damage_to_the_file_of_the_store_loses_pages_and_changes_none(
    pages: list[Page], damage: list[tuple[float, bytes]], cut: float
) -> None:
    with tempfile.TemporaryDirectory(prefix="store-") as folder:
        with closing(Store(Path(folder), "us")) as store:
            store.publish([(page, digest("key")) for page in pages])
        file = Path(folder) / FILE
        content = bytearray(file.read_bytes())
        for place, noise in damage:
            at = int(place * (len(content) - 1))
            content[at : at + len(noise)] = noise
        file.write_bytes(content[: int(cut * len(content))] if cut < 0.9 else content)
        last = {page.url: page for page in pages}
        with closing(Store(Path(folder), "us")) as store:
            for url, page in last.items():
                read = store.page(url)
                assert read is None or read.html in {p.html for p in pages if p.url == url}
                store.publish([(page, digest("key"))])
                assert store.page(url) is not None

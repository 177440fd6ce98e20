"""What can be found is what can be read, after every edit, restart and accident."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devserver.store import StoreError
from tests.workbench import Workbench

GUIDE = "# Guide\n\nHow to tame a wombat.\n\n## Feeding\n\nGrass, roots and bark.\n"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    files = {"docs/index.md": "# Home\n\nWelcome.\n", "docs/guide.md": GUIDE}
    made = Workbench(tmp_path, files)
    yield made
    made.store.close()


def test_a_page_that_nobody_opened_is_found(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]


def test_an_edit_is_found_and_what_was_there_before_is_not(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]
    bench.save("docs/guide.md", GUIDE.replace("wombat", "quokka"))
    assert bench.find("quokka") == ["/guide/"]
    assert bench.find("wombat") == []


def test_a_title_is_found_as_it_is_now(bench: Workbench) -> None:
    assert bench.find("guide") == ["/guide/"]
    bench.save("docs/guide.md", GUIDE.replace("# Guide", "# Handbook"))
    (found,) = bench.results("handbook")
    assert found["title"] == ["", "Handbook", ""]
    assert bench.find("guide") == []


def test_a_title_that_the_configuration_gives_is_found(bench: Workbench) -> None:
    bench.remove("devserver.toml")
    bench.save("mkdocs.yml", "site_name: X\nnav:\n- Start: index.md\n- Manual: guide.md\n")
    bench.restart()
    assert bench.find("manual") == ["/guide/"]
    bench.save("mkdocs.yml", "site_name: X\nnav:\n- Start: index.md\n- Reference: guide.md\n")
    assert bench.find("reference") == ["/guide/"]
    assert bench.find("manual") == []


def test_a_page_that_is_renamed_is_found_where_it_is(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]
    bench.rename("docs/guide.md", "docs/deep/manual.md")
    (found,) = bench.results("wombat")
    assert found["url"] == "/deep/manual/"
    assert found["trail"] == "Deep"


def test_a_page_that_is_gone_is_not_found(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]
    bench.remove("docs/guide.md")
    assert bench.find("wombat") == []


def test_a_page_that_does_not_want_to_be_found_is_not(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]
    bench.save("docs/guide.md", f"---\nsearch:\n  exclude: true\n---\n{GUIDE}")
    assert bench.find("wombat") == []
    bench.save("docs/guide.md", GUIDE)
    assert bench.find("wombat") == ["/guide/"]


def test_what_a_page_includes_is_found_in_it(bench: Workbench) -> None:
    bench.save("docs/guide.md", '# Guide\n\n--8<-- "part.txt"\n')
    bench.save("part.txt", "A numbat.\n")
    assert bench.find("numbat") == ["/guide/"]
    bench.save("part.txt", "A bandicoot.\n")
    assert bench.find("bandicoot") == ["/guide/"]
    assert bench.find("numbat") == []


def test_a_restart_finds_everything_without_converting_anything(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]
    bench.restart()
    bench.ran()
    assert bench.find("wombat") == ["/guide/"]
    assert [step for step, _ in bench.ran() if step == "parse"] == []


def test_what_changed_between_two_runs_is_found(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]
    bench.stop()
    (bench.folder / "docs/guide.md").unlink()
    (bench.folder / "docs/new.md").write_text("# New\n\nA bilby.\n")
    bench.start()
    assert bench.find("bilby") == ["/new/"]
    assert bench.find("wombat") == []


def test_pages_converted_without_an_index_are_found_later(bench: Workbench) -> None:
    bench.check()
    bench.cache.save()
    bench.store.close()
    bench.start()
    assert bench.find("wombat") == ["/guide/"]


def test_a_damaged_store_is_made_anew_and_filled_again(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]
    bench.store.start_anew()
    assert bench.find("wombat") == ["/guide/"]


def test_a_damaged_index_is_made_anew(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]
    with contextlib.closing(sqlite3.connect(bench.store.path)) as other, other:
        other.execute("update texts set words = x'00'")
    bench.save("docs/guide.md", GUIDE.replace("wombat", "quokka"))
    with contextlib.suppress(StoreError):
        bench.find("quokka")
    assert bench.find("quokka") == ["/guide/"]


def test_a_text_that_was_tampered_with_is_not_shown(bench: Workbench) -> None:
    assert bench.find("wombat") == ["/guide/"]
    with contextlib.closing(sqlite3.connect(bench.store.path)) as other, other:
        other.execute("update texts set title = 'Other'")
    assert bench.find("wombat") == []


def test_a_store_that_cannot_be_written_to_costs_freshness_only(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bench.find("wombat") == ["/guide/"]
    bench.save("docs/guide.md", GUIDE.replace("wombat", "quokka"))

    def full(*_: Any) -> None:
        raise StoreError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(bench.store, "index", full)
        with pytest.raises(StoreError):
            bench.find("quokka")
        assert not bench.builder.index.busy, "it is tried again at once"
        assert not bench.builder.index.waiting
    assert bench.find_now("wombat") == ["/guide/"]
    monkeypatch.setattr("devserver.build.index.time.monotonic", lambda: float("inf"))
    assert bench.find("quokka") == ["/guide/"]


def test_words_that_are_gone_are_not_taken_for_mistyped_ones(bench: Workbench) -> None:
    assert bench.find("wombta") == ["/guide/"]
    bench.save("docs/guide.md", GUIDE.replace("wombat", "quokka"))
    assert bench.find("quokka") == ["/guide/"]
    with contextlib.closing(sqlite3.connect(bench.store.path)) as other:
        terms = {term for (term,) in other.execute("select term from terms")}
    assert "quokka" in terms
    assert "wombat" not in terms


def test_the_log_of_a_long_session_is_taken_in_when_it_is_large(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devserver.index_table.LOG_AT_MOST", 0)
    assert bench.find("wombat") == ["/guide/"]
    with contextlib.closing(sqlite3.connect(bench.store.path)) as other:
        _, pages, taken_in = other.execute("pragma wal_checkpoint(passive)").fetchone()
    log = bench.store.path.with_name(f"{bench.store.path.name}-wal")
    assert pages == taken_in
    size = log.stat().st_size
    for number in range(20):
        bench.save("docs/guide.md", f"{GUIDE}\nEdit {number}.\n")
        assert bench.find(f"edit {number}") == ["/guide/"]
    assert log.stat().st_size < 4 * size

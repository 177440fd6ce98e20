"""From a keystroke and a moved cursor in an editor to the page in the browser."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from typing import Final

from tests.benchmarks.bench import PATIENCE, Bench, Edit, Site, running
from tests.benchmarks.chromium import Tab
from tests.benchmarks.content import LARGE_PAGE, mark
from tests.benchmarks.saves import Saves
from tests.benchmarks.sites import middle
from tests.benchmarks.typing_editor import TypingEditor, typing_editor

_SCROLLED: Final = """new Promise((done) => addEventListener(
  "scroll", () => done(performance.timeOrigin + performance.now()), { once: true }))"""


async def measure(bench: Bench, site: Site) -> None:
    """Measure a word that is typed until it is on the page, and the cursor until that scrolled."""
    page = middle(site.pages)
    start = site.subject.start(site.folder, 0)
    async with running(site, page) as run:
        await run.program.settled(PATIENCE)
        async with typing_editor(site.docs, dict(start.environment)) as editor:
            for name, suffix in ((page, ""), (LARGE_PAGE, ", 100 KB page")):
                edit = Edit(site.file(name), site.file(name).read_text("utf-8"))
                editor.open(edit.file, edit.text)
                await editor.joined()
                saves = Saves("keystroke", run, name, edit, while_=suffix)
                async with bench.browser.tab(run.address(name)) as tab:
                    await tab.page.wait_for_load_state("load")
                    await tab.at_rest()
                    await _typed(bench, saves, editor, tab)
                    await _pointed(bench, replace(saves, what="cursor"), editor, tab)


async def _typed(bench: Bench, saves: Saves, editor: TypingEditor, tab: Tab) -> None:
    """Type one word over another, again and again."""
    before, _, _ = saves.edit.text.partition(mark(0))
    line, column = before.count("\n"), len(before.rpartition("\n")[2])
    end = column + len(mark(0))

    async def once() -> float:
        word = next(bench.words)
        await tab.set_clock()
        started = time.time()
        editor.write(saves.edit.file, line, column, end, word)
        return (await tab.seen(word, PATIENCE) - started) * 1000

    await saves.rounds(bench, "Chromium", once)


async def _pointed(bench: Bench, saves: Saves, editor: TypingEditor, tab: Tab) -> None:
    """Move the cursor between the first lines and the last, which no window shows at once."""
    last = saves.edit.text.count("\n") - 1
    lines = itertools.cycle((last, 0))

    async def once() -> float:
        line = next(lines)
        await tab.set_clock()
        scrolled = await tab.page.evaluate_handle(f"({{ at: {_SCROLLED} }})")
        started = time.time()
        editor.point(saves.edit.file, line, (max(line - 20, 0), line + 20))
        at = await scrolled.evaluate("({ at }) => at")
        return (tab.here(at) - started) * 1000

    await saves.rounds(bench, "scrolled", once)

"""Names and titles are the attacker's: neither a browser nor a terminal obeys them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.on_terminal import OnTerminal
from tests.security.installed import command_line
from tests.watching import CTRL_C, Workspace

NAMES = [
    "<img src=x onerror=owned()>.md",
    '"><script>owned()<_script>.md',
    "'onmouseover='owned()'.md",
    "&lt;script&gt;owned()&lt;_script&gt;.md",
    "javascript:owned().md",
    "\x1b]0;owned\x07\x1b[31mred.md",
    "two\nlines.md",
    "carriage\rreturn.md",
    "bidi\u202egnp.md",
    "\u2028separator.md",
    "{{ 7 * 191 }}{% raw %}.md",
    "%3Cscript%3E%2e%2e.md",
    "-rf.md",
    "$(touch owned.txt)`touch owned.txt`;.md",
    "C:\\windows.md",
]
HEADINGS = [
    "</title></script><script>owned()</script>",
    '" onload="owned()',
    "{{ 7 * 191 }}",
    "\u202e",
]
ESCAPES = ("\x1b]", "\x1b[31m", "\x07", "\u202e", "\u2028", "\x9b", "\r")


def hostile_names(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n\n[gone](<\x1b]0;owned\x07.md>)\n")
    for number, name in enumerate(NAMES):
        title = json.dumps(HEADINGS[number % len(HEADINGS)])
        front = f"title: {title}\ndescription: {title}\ntags: [{title}]\nlang: {title}\n"
        workspace.write(f"folder {number} {name[:-3]}/{name}", f"---\n{front}---\n[x](gone.md)\n")
        workspace.write(name, "Text without a title\n")


def test_names_and_titles_are_no_markup_in_a_real_browser(
    workspace: Workspace, chromium: Browser
) -> None:
    hostile_names(workspace)
    watch = workspace.watch()
    watch.wait("indexed")
    context = chromium.new_context()
    context.add_init_script("window.owned = () => { window.wasOwned = true }")
    page = context.new_page()
    page.goto(f"{watch.url}/")
    page.wait_for_selector("[data-live=live]", state="attached")
    links = page.eval_on_selector_all("nav a[href]", "links => links.map((link) => link.href)")
    assert len(links) >= len(NAMES)
    assert all(link.startswith(watch.url) for link in links)
    odd = ("<img src=x onerror=owned()>/gone", '"><script>owned()</script>/gone')
    for link in [*links[::3], *(f"{watch.url}/{each}" for each in odd)]:
        page.goto(link)
        page.mouse.move(400, 300)
        assert page.evaluate("() => window.wasOwned") is None, link
        assert "1337" not in page.title()
    context.close()


def test_names_and_titles_are_nothing_that_a_terminal_obeys(
    workspace: Workspace, tmp_path: Path
) -> None:
    hostile_names(workspace)
    printed = command_line(workspace, "check") + command_line(workspace, "why", "index.md")
    assert "gone.md" in printed
    assert not [escape for escape in ESCAPES if escape in printed]
    shown: list[str] = []
    program = (sys.executable, "-m", "devserver", "watch", str(workspace.project), "--port", "0")
    environment = {**workspace.environment(), "TERM": "xterm", "NO_COLOR": "1"}
    terminal = OnTerminal(program, tmp_path, environment, shown.append)
    try:
        until_shown(shown, terminal, "gone.md")
        terminal.type(CTRL_C)
        assert terminal.process.wait(30) == 0
    finally:
        terminal.close()
    text = "\n".join(shown).replace("\r\x1b[K", "")
    assert not [escape for escape in ESCAPES if escape in text]


def until_shown(shown: list[str], terminal: OnTerminal, text: str) -> None:
    for _ in range(300):
        if any(text in line for line in shown):
            return
        try:
            terminal.process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(f"{text} was not shown: {shown}")

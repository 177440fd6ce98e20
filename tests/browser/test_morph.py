"""After any edit an open page is what a fresh load shows, and the reader has lost nothing."""

from __future__ import annotations

import wave
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from devserver.messages import FileAnswer
from devserver.model import Url
from tests.browser.generated import GeneratedPage
from tests.browser.live_pages import LivePages
from tests.serve.played_main import page_html

TABS = """<div class="tabbed-set">
<input type="radio" name="tabs{0}" id="tabs{0}-1" checked><label for="tabs{0}-1">pip</label>
<input type="radio" name="tabs{0}" id="tabs{0}-2"><label for="tabs{0}-2">{1}</label></div>"""


@pytest.mark.parametrize("seed", range(3))
def test_after_random_edits_the_page_is_what_a_fresh_load_shows(
    pages: LivePages, seed: int
) -> None:
    generated = GeneratedPage(seed)
    pages.main.put("/", generated.html())
    page = pages.open("/")
    page.evaluate("window.loadedOnce = true")
    for _ in range(15):
        generated.edit()
        pages.publish(page, "/", generated.html())
        pages.assert_fresh(page, "/")
    assert page.evaluate("window.loadedOnce")


@pytest.mark.parametrize("seed", range(4))
def test_a_page_that_tells_its_lines_is_what_a_fresh_load_shows(
    pages: LivePages, seed: int
) -> None:
    generated = GeneratedPage(seed, lined=True)
    pages.main.put("/", generated.html())
    page = pages.open("/")
    note_parsed(page)
    for _ in range(30):
        generated.edit()
        pages.publish(page, "/", generated.html())
        pages.assert_fresh(page, "/")
    sizes = page.evaluate("window.parsed")
    assert min(sizes) < len(generated.html()) / 4, "never only a part of it"


def note_parsed(page: Page) -> None:
    """Note the length of each text that is parsed from now on."""
    page.evaluate(
        """() => {
          const parse = DOMParser.prototype.parseFromString;
          window.parsed = [];
          DOMParser.prototype.parseFromString = function (text, kind) {
            window.parsed.push(text.length);
            return parse.call(this, text, kind);
          };
        }"""
    )


LINED = """<h1 data-line="1">Tea</h1>
<p data-line="3">Green {}</p>
<ul data-line="5">
<li data-line="5">Cup {}</li>
<li data-line="6">Pot</li>
</ul>
<p data-line="8">The <b>end</b> {}</p>"""


@pytest.mark.parametrize(
    ("before", "then", "now", "is_small"),
    [
        ("", ("one", "", ""), ("two", "", ""), True),
        ("", ("", "one", ""), ("", "two", ""), True),
        ("", ("", "", "one"), ("", "", "two"), True),
        ("", ("", "", ""), ("<em>more</em>", "", ""), True),
        ("", ("one", "", "one"), ("two", "", "two"), True),
        ("", ("one", "", ""), ("<b>open", "", ""), False),
        ("", ("one", "", ""), ("</p></article>", "", ""), False),
        ("", ("one", "", ""), ("<!-- open", "", ""), False),
        ("", ("one", "", ""), ("<script>window.ran = 1</script>", "", ""), False),
        ("<div>", ("one", "", ""), ("two", "", ""), False),
        ("<b>", ("one", "", ""), ("two", "", ""), False),
    ],
)
def test_only_blocks_that_stand_for_themselves_are_parsed_alone(
    pages: LivePages,
    before: str,
    then: tuple[str, ...],
    now: tuple[str, ...],
    is_small: bool,
) -> None:
    rest = "\n".join(f'<p data-line="{n}">Word {n}.</p>' for n in range(20, 99))
    texts = [page_html(f"{before}{LINED.format(*each)}\n{rest}") for each in (then, now)]
    pages.main.put("/", texts[0])
    page = pages.open("/")
    note_parsed(page)
    pages.publish(page, "/", texts[1])
    assert (max(page.evaluate("window.parsed")) < 600) == is_small
    pages.assert_fresh(page, "/")


def test_block_at_the_top_of_the_window_stays_where_it_is(pages: LivePages) -> None:
    paragraphs = [f"<p id='p{n}'>{'word ' * 60}</p>" for n in range(40)]
    pages.main.put("/", page_html("\n".join(paragraphs)))
    page = pages.open("/")
    page.evaluate("document.getElementById('p20').scrollIntoView(); scrollBy(0, 7)")
    top = "document.getElementById('p20').getBoundingClientRect().top"
    before = page.evaluate(top)
    paragraphs[3:3] = ["<h2>New</h2><p>above</p>" * 5]
    del paragraphs[8]
    pages.publish(page, "/", page_html("\n".join(paragraphs)))
    assert page.evaluate(top) == pytest.approx(before, abs=1)
    # The very block may be the one that is being written.
    paragraphs[20] = paragraphs[20].replace("word", "longer words", 30)
    pages.publish(page, "/", page_html("\n".join(paragraphs)))
    assert page.evaluate(top) == pytest.approx(before, abs=1)


def test_opened_details_chosen_tabs_and_typed_text_stay(pages: LivePages) -> None:
    body = "<details><summary>More</summary><p>inside</p></details>{}<p>{}</p>"
    typed = "<textarea id='area'>source</textarea><input id='field' value='source'>"
    html = [body.format(TABS.format(1, "uv"), text) + typed for text in ("one", "two")]
    pages.main.put("/", page_html(html[0]))
    page = pages.open("/")
    page.click("summary")
    page.click("text=uv")
    page.fill("#area", "mine")
    page.fill("#field", "typed here")
    page.evaluate("document.documentElement.dataset.theme = 'dark'; field.setSelectionRange(2, 5)")
    pages.publish(page, "/", page_html(html[1]))
    # A set of tabs above renumbers the one that was chosen in.
    above = TABS.format(1, "poetry") + html[1].replace("tabs1", "tabs2")
    pages.publish(page, "/", page_html(above))
    assert page.evaluate("document.querySelector('details').open")
    assert page.evaluate("document.getElementById('tabs2-2').checked")
    assert page.evaluate("[area.value, field.value]") == ["mine", "typed here"]
    assert page.evaluate("document.activeElement.id") == "field"
    assert page.evaluate("[field.selectionStart, field.selectionEnd]") == [2, 5]
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_selection_stays_on_its_words_while_the_paragraph_changes(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>The quick brown fox jumps.</p>"))
    page = pages.open("/")
    page.evaluate(
        "getSelection().setBaseAndExtent(...[10, 15].flatMap("
        "(at) => [document.querySelector('p').firstChild, at]))"
    )
    assert page.evaluate("String(getSelection())") == "brown"
    pages.publish(page, "/", page_html("<p>The very quick brown fox jumps.</p>"))
    pages.publish(page, "/", page_html("<h1>New</h1><p>The very quick brown fox jumps high.</p>"))
    assert page.evaluate("String(getSelection())") == "brown"


def test_media_play_on_and_frames_are_not_loaded_again(pages: LivePages, tmp_path: Path) -> None:
    (tmp_path / "tone.wav").write_bytes(_silence(seconds=30))
    pages.main.answers[Url("/tone.wav")] = FileAnswer(str(tmp_path / "tone.wav"), str(tmp_path))
    media = "<audio src='/tone.wav' muted loop></audio>"
    text = "<p>one</p><p>two</p><p>three</p>"
    frame = "<iframe srcdoc='<p>frame</p>'></iframe>"
    pages.main.put("/", page_html(f"<h1>One</h1>{media}{text}{frame}"))
    page = pages.open("/")
    page.evaluate("""async () => {
        window.audio = document.querySelector("audio");
        window.inner = document.querySelector("iframe").contentWindow;
        await audio.play();
    }""")
    page.wait_for_function("audio.currentTime > 0.05")
    pages.publish(page, "/", page_html(f"<h1>Two</h1><p>new</p>{media}{text}{frame}"))
    # Even moved below other text they play on.
    pages.publish(page, "/", page_html(f"<h1>Two</h1><p>new</p>{frame}{text}{media}"))
    assert page.evaluate("audio.isConnected && !audio.paused && audio.currentTime > 0.05")
    assert page.evaluate("inner === document.querySelector('iframe').contentWindow")


def test_what_scripts_made_of_unchanged_blocks_stays(pages: LivePages) -> None:
    diagram = "<pre class='mermaid'>a to b</pre>"
    pages.main.put("/", page_html(f"{diagram}<p>one</p><div data-live-ignore>mine</div>"))
    page = pages.open("/")
    page.evaluate("""() => {
        document.querySelector(".mermaid").innerHTML = "<svg><text>drawn</text></svg>";
        document.querySelector(".mermaid").dataset.processed = "true";
        document.head.append(Object.assign(document.createElement("style"), { id: "foreign" }));
        document.querySelector("[data-live-ignore]").textContent = "changed by a script";
    }""")
    pages.publish(page, "/", page_html(f"{diagram}<p>two</p><div data-live-ignore>mine</div>"))
    assert page.inner_text(".mermaid") == "drawn"
    assert page.inner_text("div[data-live-ignore]:not([data-live])") == "changed by a script"
    assert page.query_selector("#foreign")
    # Once its source changes, the source wins, and the script may draw it again.
    pages.publish(page, "/", page_html(diagram.replace("b", "c") + "<p>two</p>"))
    assert page.evaluate("document.querySelector('.mermaid').outerHTML") == diagram.replace(
        "b", "c"
    ).replace("'", '"')


def test_changed_block_is_marked_without_a_trace(pages: LivePages) -> None:
    pages.main.put("/", page_html("<p>one</p><p>two</p>"))
    page = pages.open("/")
    pages.publish(page, "/", page_html("<p>one</p><p>2</p>"))
    marked = "[...document.querySelectorAll('p')].map((p) => p.getAnimations().length)"
    assert page.evaluate(marked) == [0, 1]
    page.wait_for_function("!document.getAnimations().length", timeout=4000)
    pages.assert_fresh(page, "/")


def test_change_out_of_sight_offers_to_go_there(pages: LivePages) -> None:
    text = "<p>word</p>" * 100
    pages.main.put("/", page_html(f"{text}<p>end</p>"))
    page = pages.open("/")
    pages.publish(page, "/", page_html(f"{text}<p>the new end</p>"))
    assert page.evaluate("scrollY") == 0
    page.click("text=changed below")
    expect(page.get_by_text("the new end")).to_be_in_viewport()
    expect(page.get_by_text("changed below")).to_be_hidden()


def _silence(seconds: int) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x80" * 8000 * seconds)
    return file.getvalue()

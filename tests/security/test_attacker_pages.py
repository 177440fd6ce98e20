"""Any site open in the author's browser is the attacker: in a real one, it reads nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import CHROMIUM_FLAGS
from tests.security.attacker import attacker
from tests.security.client import Client
from tests.watching import Watch, Workspace

SECRET = "the-secret-of-an-unpublished-draft"


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watch]:
    workspace = Workspace(tmp_path_factory.mktemp("attacked"))
    workspace.write("index.md", f"# Home\n\n{SECRET}\n\n![A picture](picture.svg)\n")
    workspace.write("data.json", f'{{"secret": "{SECRET}"}}')
    workspace.write("data.js", f"window.stolen = '{SECRET}'")
    workspace.write("style.css", "body { --stolen: yes; color: rgb(1, 2, 3) }")
    workspace.write("picture.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    try:
        started = workspace.watch()
        started.wait("indexed")
        yield started
        workspace.end()
    finally:
        workspace.kill()


@pytest.fixture(scope="module")
def evil_port() -> Iterator[int]:
    with attacker() as port:
        yield port


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context()
    yield made
    made.close()


@pytest.fixture(params=["127.0.0.1", "localhost", "evil.localhost"])
def evil(request: pytest.FixtureRequest, context: BrowserContext, evil_port: int) -> Page:
    """Open the attacker's page: of another port only, and of another name."""
    page = context.new_page()
    page.goto(f"http://{request.param}:{evil_port}/")
    return page


FETCH = """async ([address, mode]) => {
  const tried = [];
  for (const credentials of ["omit", "include"]) {
    try {
      const answer = await fetch(address, { mode, credentials });
      tried.push(`${answer.type} ${answer.status} ${await answer.text()}`);
    } catch (error) { tried.push(error.name); }
  }
  return tried;
}"""


@pytest.mark.parametrize("path", ["/", "/data.json", "/data.js", "/_devserver/live.js", "/gone/"])
def test_it_reads_nothing_by_fetch(evil: Page, watch: Watch, path: str) -> None:
    for mode in ("cors", "no-cors"):
        assert evil.evaluate(FETCH, [watch.url + path, mode]) == ["TypeError", "TypeError"]


def test_it_reads_nothing_by_older_requests(evil: Page, watch: Watch) -> None:
    asked = """(address) => new Promise((done) => {
      const request = new XMLHttpRequest();
      request.onloadend = () => done([request.status, request.responseText]);
      request.open("GET", address);
      request.send();
    })"""
    assert evil.evaluate(asked, f"{watch.url}/") == [0, ""]
    assert evil.evaluate(asked, f"{watch.url}/data.json") == [0, ""]


INCLUDED = """([tag, attributes]) => new Promise((done) => {
  const element = document.createElement(tag);
  element.onload = () => done("load");
  element.onerror = () => done("error");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
})"""


def test_it_includes_nothing_of_ours(evil: Page, watch: Watch) -> None:
    for tag, attributes in (
        ("script", {"src": f"{watch.url}/data.js"}),
        ("script", {"src": f"{watch.url}/data.json"}),
        ("script", {"src": f"{watch.url}/_devserver/live.js", "type": "module"}),
        ("script", {"src": f"{watch.url}/data.js", "crossorigin": "use-credentials"}),
        ("img", {"src": f"{watch.url}/picture.svg"}),
        ("video", {"src": f"{watch.url}/picture.svg"}),
        ("link", {"rel": "stylesheet", "href": f"{watch.url}/style.css"}),
        ("link", {"rel": "preload", "as": "fetch", "href": f"{watch.url}/data.json"}),
        ("link", {"rel": "modulepreload", "href": f"{watch.url}/_devserver/live.js"}),
    ):
        assert evil.evaluate(INCLUDED, [tag, attributes]) == "error", attributes
    assert evil.evaluate("() => window.stolen") is None
    colour = "() => getComputedStyle(document.body).getPropertyValue('--stolen')"
    assert evil.evaluate(colour) == ""


WINDOWS = """async (address) => {
  const frame = document.createElement("iframe");
  const loaded = new Promise((done) => { frame.onload = done; });
  frame.src = address;
  document.body.append(frame);
  await loaded;
  const tried = {};
  const attempt = (name, deed) => {
    try { tried[name] = String(deed()); } catch (error) { tried[name] = error.name; }
  };
  attempt("document", () => frame.contentWindow.document.body.innerHTML);
  attempt("contentDocument", () => frame.contentDocument);
  attempt("location", () => frame.contentWindow.location.href);
  attempt("name", () => frame.contentWindow.name);
  attempt("script", () => frame.contentWindow.eval("document.cookie"));
  attempt("storage", () => frame.contentWindow.localStorage.length);
  attempt("token", () => frame.contentWindow.document.querySelector("[data-token]"));
  return tried;
}"""


def test_it_sees_a_frame_of_ours_from_outside_only(evil: Page, watch: Watch) -> None:
    tried = evil.evaluate(WINDOWS, f"{watch.url}/")
    assert tried.pop("contentDocument") == "null"
    assert set(tried.values()) == {"SecurityError"}


def test_it_sees_a_window_of_ours_from_outside_only(
    evil: Page, context: BrowserContext, watch: Watch
) -> None:
    with context.expect_page() as opened:
        evil.evaluate("(address) => { window.ours = window.open(address, 'ours') }", watch.url)
    ours = opened.value
    ours.wait_for_selector("[data-live=live]", state="attached")
    read = """() => {
      try { return window.ours.document.body.innerHTML; } catch (error) { return error.name; }
    }"""
    assert evil.evaluate(read) == "SecurityError"
    evil.evaluate("() => window.ours.postMessage({ type: 'reload', html: '<b>owned' }, '*')")
    assert SECRET in ours.content()
    assert ours.evaluate("() => document.querySelector('b')") is None


def socket_ends(page: Page, address: str) -> str:
    """Try to open a WebSocket; gives what came of it, with all that was heard."""
    opened = """(address) => new Promise((done) => {
      const heard = [];
      const socket = new WebSocket(address);
      socket.onopen = () => { heard.push("open"); socket.send('{"view": "/", "version": ""}'); };
      socket.onmessage = ({ data }) => heard.push(data);
      socket.onclose = ({ code }) => done([...heard, code].join(" "));
      setTimeout(() => done([...heard, "waiting"].join(" ")), 5000);
    })"""
    return str(page.evaluate(opened, address))


def test_it_opens_no_socket_even_with_the_token(evil: Page, watch: Watch) -> None:
    token = watch.live_script("/")[2]
    live = f"{watch.url.replace('http', 'ws', 1)}/_devserver/live"
    for query in ("", "?token=", "?token=guessed", f"?token={token}", f"?token={token}&token="):
        assert socket_ends(evil, live + query) == "1006", query


def test_a_page_of_nobody_s_origin_opens_no_socket(evil: Page, watch: Watch) -> None:
    token = watch.live_script("/")[2]
    live = f"{watch.url.replace('http', 'ws', 1)}/_devserver/live?token={token}"
    text = f"""<script>
      const socket = new WebSocket("{live}");
      socket.onopen = () => parent.postMessage(`${{origin}} open`, "*");
      socket.onclose = ({{ code }}) => parent.postMessage(`${{origin}} ${{code}}`, "*");
    </script>"""
    framed = """(text) => new Promise((done) => {
      window.onmessage = ({ data }) => done(data);
      const frame = document.createElement("iframe");
      frame.sandbox = "allow-scripts";
      frame.srcdoc = text;
      document.body.append(frame);
    })"""
    assert evil.evaluate(framed, text) == "null 1006"


def test_it_posts_nothing(evil: Page, watch: Watch, context: BrowserContext) -> None:
    with context.expect_page() as opened:
        evil.evaluate(
            """(address) => {
              const form = document.createElement("form");
              [form.method, form.action, form.target] = ["POST", address, "_blank"];
              form.innerHTML = '<input name="view" value="/">';
              document.body.append(form);
              form.submit();
            }""",
            f"{watch.url}/",
        )
    opened.value.wait_for_load_state()
    assert opened.value.inner_text("body").strip() == "There is only reading here."
    for method in ("PUT", "DELETE", "PATCH"):
        refused = "(a) => fetch(a[0], { method: a[1] }).catch((error) => error.name)"
        assert evil.evaluate(refused, [f"{watch.url}/", method]) == "TypeError"


def launched(chromium: Browser, flag: str) -> Browser:
    """Start another browser, to which the attacker's name is our address."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    return chromium.browser_type.launch(executable_path=path, args=[*CHROMIUM_FLAGS, flag])


@pytest.mark.parametrize("name", ["rebind.test", "localhost.rebind.test"])
def test_its_own_name_for_our_address_opens_nothing(
    chromium: Browser, watch: Watch, name: str
) -> None:
    browser = launched(chromium, f"--host-resolver-rules=MAP {name} 127.0.0.1")
    try:
        page = browser.new_page()
        port = watch.url.rpartition(":")[2]
        answer = page.goto(f"http://{name}:{port}/")
        assert answer is not None
        assert answer.status == 403
        assert SECRET not in page.content()
        read = (
            "async () => { const a = await fetch('/data.json'); return [a.status, await a.text()] }"
        )
        status, text = page.evaluate(read)
        assert status == 403
        assert SECRET not in text
        token = watch.live_script("/")[2]
        assert socket_ends(page, f"ws://{name}:{port}/_devserver/live?token={token}") == "1006"
    finally:
        browser.close()


def test_our_own_pages_still_work(context: BrowserContext, watch: Watch) -> None:
    page = context.new_page()
    page.goto(f"{watch.url}/")
    page.wait_for_selector("[data-live=live]", state="attached")
    assert page.evaluate(FETCH, [f"{watch.url}/data.json", "cors"])[0].startswith("basic 200")
    for tag, attributes in (
        ("script", {"src": "/data.js"}),
        ("link", {"rel": "stylesheet", "href": "/style.css"}),
    ):
        assert page.evaluate(INCLUDED, [tag, attributes]) == "load"
    assert page.evaluate("() => window.stolen") == SECRET
    assert Client(watch).ask("/").status == 200

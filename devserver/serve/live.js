/* Keeps the open page what the author last saved, over one WebSocket.

   This module holds the connection; `morph` changes the page, `reader` keeps what is the reader's,
   `styles` swaps stylesheets and pictures, `panel` shows the badge and the problems.

   page → server   {view, version, parts}  on connecting · {ping}  "are you still there?"
                   · {jump: {url, line, word, file}}  to the editor
   server → page   {type}: update url version html, or base length start end and the html between
                   · style urls · reload · problems items
                   · rebuilding · rebuilt · follow url · go url · stopping · pong
                   · scroll line file reason fraction */

import { carry, exchange, lift } from "./lines.js";
import { morph, morphStretch } from "./morph.js";
import { Panel } from "./panel.js";
import { askForEditor, pointTo } from "./cursor.js";
import { blocksOf, goTo, keeping, mark, whereIs } from "./reader.js";
import { stretch } from "./stretch.js";
import { addressOf, swap, swapAll } from "./styles.js";
import { ours as document, unhidden } from "./unhidden.js";

/** Our own script element: it carries what the server knows of this page. */
const script = document.querySelector("script[data-token]");
const panel = new Panel(script.dataset.url);

// ------------------------------------------------------------------ the connection

const SHORTEST = 50; // Milliseconds between attempts, doubled after each that fails.
const LONGEST = 2000;
const PATIENCE = 3000; // Milliseconds for an answer, from a machine that may have been asleep.
const BEAT = 15000; // Milliseconds between questions while nothing else is heard.

let socket = null;
let delay = SHORTEST;
let retry = 0;
let heard = 0;
let openSince = 0;

function connect() {
  clearTimeout(retry);
  drop();
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const address = `${scheme}//${location.host}/_devserver/live?token=${script.dataset.token}`;
  const mine = (socket = new WebSocket(address));
  let opened = false;
  const patience = setTimeout(() => mine === socket && lost(false), PATIENCE);
  mine.onopen = () => {
    clearTimeout(patience);
    opened = true;
    panel.show("live");
    introduce(script.dataset.version);
    if (openSince) swapAll();
    heard = openSince = Date.now();
  };
  mine.onmessage = ({ data }) => {
    heard = Date.now();
    const message = JSON.parse(data);
    handlers[message.type]?.(message);
  };
  mine.onclose = () => mine === socket && lost(opened);
}

/** Forget a socket without waiting for its end, which on a dead network takes minutes. */
function drop() {
  if (!socket) return;
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
  socket = null;
}

const isOpen = () => socket?.readyState === WebSocket.OPEN;
const introduce = (version) => say({ view: script.dataset.url, version, parts: true });
const say = (message) => isOpen() && socket.send(JSON.stringify(message));

async function lost(wasOpen) {
  drop();
  if (panel.state !== "stopped") panel.show("disconnected");
  // A server that dies at once each time is asked ever more rarely as well.
  if (wasOpen && Date.now() - openSince > LONGEST) delay = SHORTEST;
  retry = setTimeout(connect, delay);
  delay = Math.min(2 * delay, LONGEST);
  // A refusal looks like any failure. If the program was started again, its pages have a new token.
  if (!wasOpen && (await renewToken())) connect();
}

/** Take the token out of the page as it is served now; whether it is another one. */
async function renewToken() {
  try {
    const now = parse(await (await fetch(location.href, { cache: "no-store" })).text());
    const token = now.querySelector("script[data-token]")?.dataset.token;
    if (!token || token === script.dataset.token) return false;
    script.dataset.token = token;
    return true;
  } catch {
    return false; // Nobody is there.
  }
}

/** Something happened after which the connection may be dead without our knowing. */
function check() {
  if (!isOpen()) {
    delay = SHORTEST;
    connect();
    return;
  }
  const asked = Date.now();
  const mine = socket;
  say({ ping: asked });
  setTimeout(() => { if (mine === socket && heard < asked) connect(); }, PATIENCE);
}

const isVisible = () => document.visibilityState === "visible";

// A clock that jumped means that the machine slept.
let last = Date.now();
setInterval(() => {
  const now = Date.now();
  const slept = now - last > 2 * BEAT;
  last = now;
  if (isVisible() && isOpen() && (slept || now - heard > BEAT)) check();
}, BEAT / 3);

for (const name of ["online", "focus"]) addEventListener(name, check);
document.addEventListener("resume", check);
document.addEventListener("visibilitychange", () => {
  if (!isVisible()) return;
  check();
  if (toFollow) follow(toFollow);
});
// An open socket would keep the browser from keeping the page for the way back.
addEventListener("pagehide", () => { clearTimeout(retry); drop(); });
addEventListener("pageshow", ({ persisted }) => { if (persisted) connect(); });

// ------------------------------------------------------------------ what the server says

const handlers = {
  update: (message) => {
    const html = htmlOf(message);
    // What we have is not what the server thinks: it is to send the whole page.
    if (html === null) return introduce("");
    newest = latest = { html, version: message.version };
    working ??= work();
  },
  style: ({ urls }) => swap(urls),
  reload: () => location.reload(),
  problems: ({ items, total }) => panel.problems(items, total),
  rebuilding: () => panel.show("rebuilding"),
  rebuilt: () => panel.show("live"),
  stopping: () => panel.show("stopped"),
  follow: ({ url }) => follow(url),
  go: ({ url }) => isVisible() && url !== script.dataset.url && location.assign(addressOf(url)),
  // What was said before it is on the page by then.
  scroll: async (message) => { await working; pointTo(message); },
};

// ------------------------------------------------------------------ updates

/** Parse a page. Scripts are off in it, so that a <noscript> would have elements inside, and could
    even end the head; here, where they are on, it has text. */
function parse(html) {
  const hidden = html.replace(/(<noscript\b[^>]*)>([^]*?)<\/noscript/gi, (_, begin, text) =>
    `${begin} data-text="${text.replace(/&/g, "&amp;").replace(/"/g, "&quot;")}"></noscript`);
  const page = unhidden(new DOMParser().parseFromString(hidden, "text/html"));
  for (const element of page.querySelectorAll("noscript[data-text]")) {
    element.textContent = element.dataset.text;
    element.removeAttribute("data-text");
  }
  lift(page);
  return page;
}

let latest = null; // The version that came last: of the next, perhaps only what differs comes.
let newest = null; // The same as long as the page is not that yet.
let working = null;
let changed = [];

/** What the document was made of before scripts and the reader changed it, page and text, from
    the browser's cache; null if the cache has another version by now. */
let source = fetch(location.href, { cache: "force-cache" }).then(async (response) => {
  const text = await response.text();
  const [ours, version] = /<script src="[^"]*\/live\.js"[^>]* data-version="(\w*)"[^>]*><\/script>/.exec(text);
  if (version !== script.dataset.version) return null;
  // Updates come without it.
  const plain = text.replace(ours, "");
  latest ??= { html: plain, version };
  return { page: parse(plain), text: plain };
}).catch(() => null);

/** The page that is meant by an update; null if it is told as what differs from another one. */
function htmlOf({ base, length, start, end, html }) {
  if (base === undefined) return html;
  if (latest?.version !== base || latest.html.length !== length) return null;
  return latest.html.slice(0, start) + html + latest.html.slice(length - end);
}

/** Apply updates one after the other; of those that came meanwhile, only the newest. */
async function work() {
  try {
    while (newest) {
      const before = await source;
      const { html, version } = newest;
      newest = null;
      update(before, html, version);
    }
  } catch (error) {
    // Half a change would stay for ever: this is a case in which morphing cannot be right.
    location.reload();
    throw error;
  } finally {
    working = null;
  }
}

function update(before, html, version) {
  const touched = (before && updateStretch(before, html)) ?? updateAll(before, html);
  if (!touched) {
    location.reload();
    return;
  }
  script.dataset.version = version;
  document.dispatchEvent(new CustomEvent("devserver:updated"));
  changed = blocksOf(touched);
  mark(changed);
  // Where a block is, is asked in the frame that lays the page out anyway.
  requestAnimationFrame(lookAround);
  panel.countWords();
}

/** Parse and compare only what can differ; null if that has to be all. */
function updateStretch({ page, text }, html) {
  const found = stretch(parse, page, text, html);
  const touched = found && keeping(() => morphStretch(found));
  if (!touched) return null;
  exchange(page, found.gone, found);
  carry(document, page);
  source = { page, text: html };
  return touched;
}

/** Parse and compare the whole page; null if it has to be loaded anew. */
function updateAll(before, html) {
  const after = parse(html);
  if (scriptsOf(before?.page ?? document) !== scriptsOf(after)) return null;
  const touched = keeping(() => morph(before?.page ?? null, after));
  carry(document, after);
  source = { page: after, text: html };
  return touched;
}

/** Offer the way to what changed, or take it, if none of it can be seen. */
function lookAround() {
  panel.offer(changed.every(whereIs) ? changed[0] : null);
  if (following) showChange();
}

/** The programs of the frame around the article. What one did cannot be undone, so a page with
    others has to be loaded anew. Only an edit of a template or of the configuration changes them:
    scripts inside the article are run as they come, and everything else is morphed. */
function scriptsOf(page) {
  const isProgram = /^(|module|importmap|(text|application)\/(java|ecma)script)$/i;
  return [...page.querySelectorAll("script:not([data-token], article *, [data-live-ignore] *)")]
    .filter((element) => isProgram.test(element.type))
    .map((element) => element.outerHTML).join("\n");
}

// ------------------------------------------------------------------ following the author

let toFollow = null;
let following = false;

/** Go to the page being edited. If it is this one, what changes from now on is scrolled to. */
function follow(url) {
  toFollow = isVisible() ? null : url;
  following = url === script.dataset.url;
  if (following) showChange();
  else if (isVisible()) location.assign(addressOf(url));
}

/** Scroll to what changed last, if none of it can be seen. */
function showChange() {
  if (changed.length && changed.every(whereIs)) goTo(changed[0]);
}

askForEditor((place) => say({ jump: { url: script.dataset.url, ...place } }));
connect();

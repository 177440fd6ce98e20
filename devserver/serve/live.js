/* Keeps the open page what the author last saved, over one WebSocket.

   This module holds the connection; `source` has what the page was made of, `stretch` finds what
   of it differs, `morph` changes the page, `reader` keeps what is the reader's, `styles` swaps
   stylesheets and pictures, `panel` shows the badge and the problems.

   page → server   {view, version, parts}  on connecting · {ping}  "are you still there?"
                   · {jump: {url, line, word, file}}  to the editor
   server → page   {type}: update url version html, or base length start end and the html between
                   · style urls · reload · problems items
                   · rebuilding · rebuilt · follow url · go url · stopping · pong
                   · scroll line file reason fraction */

import { Panel } from "./panel.js";
import { askForEditor, pointTo } from "./cursor.js";
import { blocksOf, goTo, mark, whereIs } from "./reader.js";
import { become, parse, received, script } from "./source.js";
import { addressOf, swap, swapAll } from "./styles.js";
import { ours as document } from "./unhidden.js";

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
    const version = received(message);
    // If we have not what the server thinks, it is to send the whole page.
    if (!version) return introduce("");
    newest = version;
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

let newest = null; // What came and is not on the page yet.
let working = null;
let changed = [];

/** Apply updates one after the other; of those that came meanwhile, only the newest. */
async function work() {
  try {
    while (newest) {
      const next = newest;
      newest = null;
      const touched = await become(next);
      if (touched) updated(touched);
      else location.reload();
    }
  } catch (error) {
    // Half a change would stay for ever: this is a case in which morphing cannot be right.
    location.reload();
    throw error;
  } finally {
    working = null;
  }
}

function updated(touched) {
  document.dispatchEvent(new CustomEvent("devserver:updated"));
  changed = blocksOf(touched);
  mark(changed);
  // Where a block is, is asked in the frame that lays the page out anyway.
  requestAnimationFrame(lookAround);
  panel.countWords();
}

/** Offer the way to what changed, or take it, if none of it can be seen. */
function lookAround() {
  panel.offer(changed.every(whereIs) ? changed[0] : null);
  if (following) showChange();
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

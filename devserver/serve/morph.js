/* Turns the open page into its new version, and touches only what the author changed.

   The new page is compared with the *previous source* of the page, not with what stands in the
   document: whatever the reader or a script did there since (an opened <details>, a rendered
   diagram, a chosen theme) is no difference, and stays. Only inside an element that changed and
   whose content is no longer what the source said, the source wins.

   Elements marked `data-live-ignore` are not there for us, on either side. */

/** Attributes whose change one sees; the others are patched without marking the block. */
const VISIBLE = new Set(["src", "srcset", "poster", "checked"]);

/** Stylesheets that are replaced, but stay until the new ones have loaded, so nothing flashes. */
const leaving = new Set();

/**
 * Make `document` the page that `after` is, where `before` is what it was loaded from, or null if
 * that is not known. Returns the live elements and texts that changed or are new.
 */
export function morph(before, after) {
  const touched = new Set();
  const arriving = [];
  // <template> holds its content apart from its children, where isEqualNode does not look.
  const templates = [before ?? document, after].some((page) => page.querySelector("template"));
  const same = templates ? (a, b) => sourceOf(a) === sourceOf(b) : (a, b) => a.isEqualNode(b);
  const work = { touched, arriving, same };
  patch(work, document.documentElement, before?.documentElement ?? document.documentElement, after.documentElement);
  retire(arriving);
  return touched;
}

// ------------------------------------------------------------------ one node

function patch(work, live, old, next) {
  if (live.nodeType !== Node.ELEMENT_NODE) return patchText(work, live, next);
  patchAttributes(work, live, old, next);
  if (live.localName === "template" || live.localName === "noscript") {
    // Scripts are on here and off in a parsed page: there, a <noscript> has elements inside.
    if (live.localName === "template") live.innerHTML = next.innerHTML;
    else live.textContent = next.innerHTML;
    return;
  }
  patchChildren(work, live, old, next);
}

/** Splice only the characters that differ: a selection in the text then moves along. */
function patchText({ touched }, live, next) {
  const [a, b] = [live.data, next.data];
  if (a === b) return;
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  live.replaceData(start, a.length - start - end, b.slice(start, b.length - end));
  if (a.trim() !== b.trim()) touched.add(live);
}

function patchAttributes({ touched }, live, old, next) {
  for (const { name } of [...old.attributes]) {
    if (next.hasAttribute(name) || ownedByReader(live, old, name)) continue;
    live.removeAttribute(name);
    if (name === "checked") live.checked = false;
  }
  for (const attribute of next.attributes) {
    if (old.getAttribute(attribute.name) === attribute.value) continue;
    live.setAttributeNode(attribute.cloneNode());
    // Once the reader has clicked a box, its attribute alone no longer decides.
    if (attribute.name === "checked" && live.type === "checkbox") live.checked = true;
    if (VISIBLE.has(attribute.name)) touched.add(live);
  }
}

/** Without a previous source, some attributes are known not to come from it. */
function ownedByReader(live, old, name) {
  return old === live && (live === document.documentElement || name === "open");
}

// ------------------------------------------------------------------ the children of one element

function patchChildren(work, live, old, next) {
  const now = own(next);
  let then = own(old);
  let here = old === live ? then : own(live);
  if (!alike(here, then)) {
    if (live === document.head || live === document.body) {
      // What others put there (an extension's stylesheet) is none of our business.
      const standing = align(work, here, then);
      here = then.map((_, index) => here[standing.get(index)]);
    } else {
      then = here;
      if (old !== live) patchAttributes(work, live, live, next);
    }
  }
  place(work, live, here, then, now, align(work, then, now));
}

/** Give `live` the children `now`, of which `pairs` says what each was in `then`, that is `here`. */
function place(work, live, here, then, now, pairs) {
  const staying = new Set(pairs.values());
  const moving = new Map();
  here.forEach((node, index) => { if (node && !staying.has(index)) moving.set(keyOf(then[index]), node); });
  moving.delete(null);
  let previous = null;
  now.forEach((node, position) => {
    const index = pairs.get(position);
    let child = here[index];
    if (!child) {
      child = moving.get(keyOf(node)) ?? arrived(work, node);
      moving.delete(keyOf(node));
      move(live, child, previous);
      staying.add(here.indexOf(child));
      if (!isBlank(child)) work.touched.add(child);
    } else if (!work.same(then[index], node)) {
      patch(work, child, then[index], node);
    }
    previous = child;
  });
  here.forEach((node, index) => { if (node && !staying.has(index)) leave(work, node); });
}

/** Put `child` after `previous`: before the additions of others that end an element, and after
    those that begin it. A playing video survives being moved, where browsers can do that. */
function move(parent, child, previous) {
  let before = previous ? previous.nextSibling : parent.firstChild;
  while (!previous && before && isIgnored(before)) before = before.nextSibling;
  if (parent.moveBefore && child.isConnected) parent.moveBefore(child, before);
  else parent.insertBefore(child, before);
}

function arrived({ arriving }, node) {
  const child = document.importNode(node, true);
  const within = (selector) => (child.querySelectorAll ? [...child.querySelectorAll(selector)] : []);
  for (const inert of within("noscript")) inert.textContent = inert.innerHTML;
  // A script out of a parsed page never runs; one that is made here does, as in a fresh load.
  for (const inert of within("script")) inert.replaceWith(running(inert));
  if (child.localName === "noscript") child.textContent = child.innerHTML;
  if (isStylesheet(child)) arriving.push(child);
  return child.localName === "script" ? running(child) : child;
}

function running(inert) {
  const script = document.createElement("script");
  for (const attribute of inert.attributes) script.setAttributeNode(attribute.cloneNode());
  script.textContent = inert.textContent;
  return script;
}

function leave({ touched }, node) {
  if (isStylesheet(node)) {
    leaving.add(node);
    return;
  }
  // What is gone cannot be marked; what stands in its place can be gone to.
  const block = node.parentElement.closest("p, li, td, th, pre, h1, h2, h3, h4, h5, h6");
  if (node.textContent.trim()) touched.add(block ?? node.nextElementSibling ?? node.previousElementSibling ?? node.parentElement);
  node.remove();
}

/** Let the old stylesheets go when the new ones are there, or have failed. */
async function retire(arriving) {
  const old = [...leaving];
  if (!old.length) return;
  await Promise.all(arriving.map(loaded));
  for (const sheet of old) {
    sheet.remove();
    leaving.delete(sheet);
  }
}

/** Wait until a stylesheet is loaded or has failed, but never for long. */
export function loaded(sheet) {
  return new Promise((done) => {
    sheet.addEventListener("load", done, { once: true });
    sheet.addEventListener("error", done, { once: true });
    setTimeout(done, 2000);
  });
}

// ------------------------------------------------------------------ which was which

/** Match the nodes `now` with those they were in `then`: a map from positions to positions.
    Most edits change one block, so equal ones at both ends are passed over first. */
function align(work, then, now) {
  const pairs = new Map();
  let [start, a, b] = [0, then.length, now.length];
  while (start < a && start < b && work.same(then[start], now[start])) {
    pairs.set(start, start);
    start++;
  }
  // The pair at `start` is known to differ: with one left on each side, there is no need to look.
  while (a > start && b > start && (a > start + 1 || b > start + 1) && work.same(then[a - 1], now[b - 1])) {
    a--;
    b--;
    pairs.set(b, a);
  }
  matchBetween(pairs, then, now, [start, a, start, b], [keyOf, wordsOf, nameOf, kindOf]);
  return pairs;
}

/** Match what is the same by the first of `keys`, then what lies between by the next, and so on. */
function matchBetween(pairs, then, now, [a0, a1, b0, b1], [key, ...keys]) {
  if (!key || a0 === a1 || b0 === b1) return;
  if (keys.length && a1 - a0 === 1 && b1 - b0 === 1) {
    // Nothing to choose from: what the stricter keys ask is known, or makes no difference.
    matchBetween(pairs, then, now, [a0, a1, b0, b1], keys.slice(-1));
    return;
  }
  let [a, b] = [a0, b0];
  for (const [i, j] of common(then, now, [a0, a1, b0, b1], key)) {
    matchBetween(pairs, then, now, [a, i, b, j], keys);
    pairs.set(j, i);
    [a, b] = [i + 1, j + 1];
  }
  matchBetween(pairs, then, now, [a, a1, b, b1], keys);
}

/** The longest common subsequence of two stretches, as pairs of positions (Hunt and Szymanski). */
function common(then, now, [a0, a1, b0, b1], key) {
  const places = new Map();
  for (let i = a1 - 1; i >= a0; i--) {
    const name = key(then[i]);
    if (!places.has(name)) places.set(name, []);
    // Of things that all look alike, a few candidates will do: the rest differ in nothing.
    if (places.get(name).length < 100) places.get(name).push(i);
  }
  const ends = [];
  for (let j = b0; j < b1; j++) {
    const name = key(now[j]);
    for (const i of (name === null ? [] : places.get(name) ?? [])) {
      let [low, high] = [0, ends.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends[middle].i < i) low = middle + 1;
        else high = middle;
      }
      ends[low] = { i, j, before: ends[low - 1] };
    }
  }
  const chain = [];
  for (let at = ends.at(-1); at; at = at.before) chain.unshift([at.i, at.j]);
  return chain;
}

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isBlank = (node) => !isElement(node) && !node.data.trim();
const isStylesheet = (node) => isElement(node) && node.matches("link[rel~=stylesheet]");
const isAtomic = (node) => isStylesheet(node) || node.localName === "script";
const isOurScript = (node) => node.localName === "script" && node.hasAttribute("data-token");
const isIgnored = (node) =>
  isElement(node) && (node.hasAttribute("data-live-ignore") || isOurScript(node) || leaving.has(node));

const own = (parent) => [...parent.childNodes].filter((node) => !isIgnored(node));
const alike = (a, b) => a.length === b.length && a.every((node, index) => node.nodeName === b[index].nodeName);

/* The keys, from the strictest to the loosest; null is like nothing. */
const sourceOf = (node) => (isElement(node) ? node.outerHTML : `${node.nodeName} ${node.data}`);
const keyOf = (node) => (isBlank(node) ? null : sourceOf(node));
const nameOf = (node) => (isElement(node) && node.id && !isAtomic(node) ? `${node.nodeName} ${node.id}` : null);
const kindOf = (node) => (isAtomic(node) ? null : node.nodeName);
const wordsOf = (node) => {
  const words = isElement(node) && !isAtomic(node) && node.textContent.trim();
  return words ? `${node.nodeName} ${words}` : null;
};

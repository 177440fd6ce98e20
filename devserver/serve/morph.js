/* Turns the open page into its new version, and touches only what the author changed.

   The new page is compared with the *previous source* of the page, not with what stands in the
   document: whatever the reader or a script did there since (an opened <details>, a rendered
   diagram, a chosen theme) is no difference, and stays. Only inside an element that changed and
   whose content is no longer what the source said, the source wins.

   Elements marked `data-live-ignore` are not there for us, on either side. */

import { align, isBlank, isElement, isStylesheet, keyOf, sourceOf } from "./align.js";
import { only } from "./stretch.js";
import { ours as document } from "./unhidden.js";

/** Attributes whose change one sees; the others are patched without marking the block. */
const VISIBLE = new Set(["src", "srcset", "poster", "checked"]);

/** Stylesheets that are replaced, but stay until the new ones have loaded, so nothing flashes. */
const leaving = new Set();

/**
 * Make `document` the page that `after` is, where `before` is what it was loaded from, or null if
 * that is not known. Returns the live elements and texts that changed or are new.
 */
export function morph(before, after) {
  // A <template> holds its content apart from its children, where isEqualNode does not look.
  const templates = [before ?? document, after].some((page) => page.querySelector("template"));
  const same = templates ? (a, b) => sourceOf(a) === sourceOf(b) : (a, b) => a.isEqualNode(b);
  const work = { same, touched: new Set(), arriving: [] };
  patch(work, ...(before ? narrowed(same, before, after) : whole(document, after)));
  retire(work.arriving);
  return work.touched;
}

const whole = (before, after) =>
  [document, before, after].map((page) => page.documentElement);

/** What is to be compared: the live element, the old and the new one. Nearly always the article is
    all that differs; then nothing of it is looked at once for each element around it. */
function narrowed(same, before, after) {
  const found = [document, before, after].map((page) => page.querySelectorAll("main article"));
  if (found.some((articles) => articles.length !== 1)) return whole(before, after);
  const [live, old, next] = found.map(([article]) => article);
  const gaps = [old, next].map((article) => {
    const gap = article.ownerDocument.createComment("article");
    article.replaceWith(gap);
    return gap;
  });
  const isAll = same(before.documentElement, after.documentElement);
  [old, next].forEach((article, index) => gaps[index].replaceWith(article));
  return isAll ? [live, old, next] : whole(before, after);
}

/** The same where nodes of an article, which the open page was made of, are `gone` and others
    `come` in their place, and nothing else differs; null if the article is not as it was made. */
export function morphStretch({ article, gone, come }) {
  const live = only(document.querySelectorAll("main article"));
  const [then, here] = [own(article), live ? own(live) : []];
  const [before, after] = [gone, come].map((nodes) => nodes.filter((node) => !isIgnored(node)));
  if (!before.length || !alike(here, then)) return null;
  const same = (a, b) => a.isEqualNode(b);
  const start = then.indexOf(before[0]);
  const [pairs, equal] = [new Map(), new Set()];
  const shifted = new Set();
  for (const [b, a] of align(same, before, after, shifted)) pairs.set(start + b, start + a);
  for (const b of shifted) equal.add(start + b);
  const now = [...then.slice(0, start), ...after, ...then.slice(start + before.length)];
  now.forEach((_, b) => {
    if (b >= start && b < start + after.length) return;
    pairs.set(b, b < start ? b : b - after.length + before.length);
    equal.add(b);
  });
  const work = { same, touched: new Set(), arriving: [] };
  place(work, live, here, { then, now, pairs, equal });
  retire(work.arriving);
  return work.touched;
}

// ------------------------------------------------------------------ one node

function patch(work, live, old, next) {
  if (live.nodeType !== Node.ELEMENT_NODE) return patchText(work, live, next);
  patchAttributes(work, live, old, next);
  if (live.localName === "template") live.innerHTML = next.innerHTML;
  else patchChildren(work, live, old, next);
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
      const standing = align(work.same, here, then);
      here = then.map((_, index) => here[standing.get(index)]);
    } else {
      then = here;
      if (old !== live) patchAttributes(work, live, live, next);
    }
  }
  const equal = new Set();
  const pairs = align(work.same, then, now, equal);
  place(work, live, here, { then, now, pairs, equal });
}

/** Give `live` the children `now`; `pairs` says which of `then`, live as `here`, each one was, and
    `equal` which ones are known to be the same. */
function place(work, live, here, { then, now, pairs, equal }) {
  const staying = new Set(pairs.values());
  const moving = new Map();
  here.forEach((node, index) => {
    if (node && !staying.has(index) && !isBlank(node)) moving.set(keyOf(then[index]), node);
  });
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
    } else if (!equal.has(position) && !work.same(then[index], node)) {
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
  if (!isElement(child)) return child;
  if (isStylesheet(child)) arriving.push(child);
  for (const inert of child.querySelectorAll("script")) inert.replaceWith(running(inert));
  return child.localName === "script" ? running(child) : child;
}

/** A script out of a parsed page never runs; one that is made here does, as in a fresh load. */
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
  // What is gone cannot be marked; what stands around it or in its place can be gone to.
  const around = node.parentElement.closest("p, li, td, th, pre, h1, h2, h3, h4, h5, h6");
  const beside = [node.nextSibling, node.previousSibling, node.parentElement];
  if (node.textContent.trim()) {
    touched.add(around ?? beside.find((other) => other && isElement(other)));
  }
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

// ------------------------------------------------------------------ whose it is

const isOurScript = (node) => node.localName === "script" && node.hasAttribute("data-token");
export const isIgnored = (node) => isElement(node)
  && (node.hasAttribute("data-live-ignore") || isOurScript(node) || leaving.has(node));

const own = (parent) => [...parent.childNodes].filter((node) => !isIgnored(node));
const alike = (a, b) =>
  a.length === b.length && a.every((node, index) => node.nodeName === b[index].nodeName);

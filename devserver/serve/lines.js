/* Which line of the source each block of the page was written in: `data-line`, and `data-file` with
   the number of an included file. A line more above changes it for every block below. So none of it
   takes part when versions of the page are compared: it is lifted off, and carried over after. */

import { isIgnored } from "./morph.js";

/** By page: its elements with a line, in order, each with line and file. */
const lifted = new WeakMap();

/** The lines of a page that was parsed: of each element that has one, line and file. */
export const linesOf = (page) => lifted.get(page.documentElement);

const LINED = "main article [data-line]";

/** Take the lines off a page that was parsed. */
export function lift(page) {
  const lines = new Map();
  for (const element of page.querySelectorAll(LINED)) {
    lines.set(element, [element.getAttribute("data-line"), element.getAttribute("data-file")]);
    element.removeAttribute("data-line");
    element.removeAttribute("data-file");
  }
  lifted.set(page.documentElement, lines);
}

/** In a page that was parsed, have some nodes of its article be others, of a page of their own. */
export function exchange(page, gone, { come, page: own }) {
  const lines = new Map();
  const fresh = [...linesOf(own)];
  for (const [element, line] of linesOf(page)) {
    if (!gone.some((node) => node.contains(element))) lines.set(element, line);
    else for (const [one, its] of fresh.splice(0)) lines.set(one, its);
  }
  lifted.set(page.documentElement, lines);
  gone[0].before(...come);
  for (const node of gone) node.remove();
}

/** Put the lines of a page that was parsed on `live`, which was made to be the same. */
export function carry(live, page) {
  const lines = linesOf(page);
  const there = [...lines.keys()];
  const here = live.querySelectorAll(LINED);
  // What is new has no line yet. So if there are as many as there should be, they are the same.
  const same = here.length === there.length
    && there.every((element, index) => element.localName === here[index].localName);
  if (same) there.forEach((element, index) => write(here[index], lines.get(element)));
  else carryAlong(live, page, lines, here);
}

/** The same from the top, element by element. */
function carryAlong(live, page, lines, before) {
  const around = new Set();
  for (const element of lines.keys()) {
    for (let at = element; at && !around.has(at); at = at.parentElement) around.add(at);
  }
  const left = new Set(before);
  const [here, there] = [live, page].map((each) => each.querySelector("main article"));
  if (here && there) put(here, there, { lines, around, left });
  for (const element of left) write(element, []);
}

function put(live, next, work) {
  write(live, work.lines.get(next) ?? []);
  work.left.delete(live);
  const [here, there] = [own(live), own(next)];
  // What a script made of an element has no lines of its own.
  const alike = here.length === there.length
    && here.every((element, index) => element.localName === there[index].localName);
  if (!alike) return;
  there.forEach((element, index) => {
    if (work.around.has(element)) put(here[index], element, work);
  });
}

const own = (parent) => [...parent.children].filter((element) => !isIgnored(element));

function write(element, [line, file]) {
  set(element, "data-line", line ?? null);
  set(element, "data-file", file ?? null);
}

function set(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

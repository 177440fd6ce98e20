/* Which line of the source each block of the page was written in: `data-line`, and `data-file` with
   the number of an included file. A line more above changes it for every block below. So none of it
   takes part when versions of the page are compared: it is lifted off, and carried over after. */

import { isElement } from "./align.js";
import { alike, own } from "./morph.js";

/** By page: its elements with a line, and every element around them. */
const lifted = new WeakMap();

/** Take the lines off a page that was parsed. */
export function lift(page) {
  const lines = new Map();
  for (const element of page.querySelectorAll("main article [data-line]")) {
    lines.set(element, { line: element.dataset.line, file: element.dataset.file });
    element.removeAttribute("data-line");
    element.removeAttribute("data-file");
    for (let at = element.parentElement; at && !lines.has(at); at = at.parentElement) {
      lines.set(at, null);
    }
  }
  lifted.set(page.documentElement, lines);
}

/** Put the lines of a page that was parsed on `live`, which was made to be the same. */
export function carry(live, page) {
  const lines = lifted.get(page.documentElement);
  const [here, there] = [live, page].map((each) => each.querySelector("main article"));
  const left = new Set(live.querySelectorAll("main article [data-line]"));
  if (here && there && lines) put(here, there, lines, left);
  for (const element of left) write(element, null);
}

function put(live, next, lines, left) {
  write(live, lines.get(next));
  left.delete(live);
  const [here, there] = [own(live).filter(isElement), own(next).filter(isElement)];
  // What a script made of an element has no lines of its own.
  if (!alike(here, there)) return;
  there.forEach((node, index) => { if (lines.has(node)) put(here[index], node, lines, left); });
}

function write(element, place) {
  for (const name of ["line", "file"]) {
    const value = place?.[name];
    if (element.dataset[name] === value) continue;
    if (value === undefined) delete element.dataset[name];
    else element.dataset[name] = value;
  }
}

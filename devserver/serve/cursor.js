/* Keeps the page and an editor's cursor together, with a light touch.

   Forward: the page shows the line of the cursor, unless it can be seen well already, and unless
   the reader is scrolling. Inverse: a double click, or a click with Alt, asks for the line a block
   was written in; scrolling the page never moves the editor. */

import { ours as document } from "./unhidden.js";

const BAND = [0.15, 0.75]; // Where in the window a line is left alone, from its top to its bottom.
const USUAL = 0.35; // Where it is put if the editor does not say where it has it.
const OWNED = 1500; // Milliseconds for which the page is the reader's, after a hand was at it.

// ------------------------------------------------------------------ whose turn it is

let touched = -Infinity;
const scrolls = new Set([
  "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " ", "Tab",
]);
const touch = (event) => {
  if (event.isTrusted && (event.type !== "keydown" || scrolls.has(event.key))) {
    touched = performance.now();
  }
};
for (const name of ["wheel", "touchstart", "touchmove", "pointerdown", "keydown"]) {
  addEventListener(name, touch, { capture: true, passive: true });
}

// ------------------------------------------------------------------ forward

/** Show a line of a file of this page, if that is called for. */
export function pointTo({ line, file, reason, fraction }) {
  if (performance.now() - touched < OWNED) return;
  const blocks = blocksOf(file);
  const at = blocks.findLastIndex((block) => block.line <= line);
  if (at < 0) {
    // What stands before the first block, such as front matter, is not on the page.
    if (blocks.length && reason !== "edit") scrollTo({ top: 0, behavior: "instant" });
    return;
  }
  const { element } = blocks[at];
  if (!uncover(element)) return;
  const box = element.getBoundingClientRect();
  if (reason === "edit" && box.bottom > 0 && box.top < innerHeight) return;
  const end = blocks.find((block) => block.line > line)?.line ?? line + 1;
  const top = box.top + box.height * inside(blocks[at].line, line, end);
  const [highest, lowest] = BAND.map((share) => share * innerHeight);
  if (top >= highest && top <= lowest) return;
  const wanted = Math.min(Math.max((fraction ?? USUAL) * innerHeight, highest), lowest);
  scrollBy({ top: top - wanted, behavior: "instant" });
}

/** How far down a line is in a block that goes from one line to the next block's. */
const inside = (first, line, next) => (next > first ? Math.min((line - first) / (next - first), 1) : 0);

/** The blocks that were written in a file, by their lines: of one line, the innermost last. */
function blocksOf(file) {
  const wanted = file ? String(file) : undefined;
  const found = [];
  for (const element of document.querySelectorAll("main article [data-line]")) {
    if (element.dataset.file !== wanted || element.closest(".footnote, .footnotes, .toc")) continue;
    found.push({ element, line: Number(element.dataset.line) });
  }
  return found.sort((a, b) => a.line - b.line);
}

/** Open what hides an element: tabs and <details>. Whether it can be seen then. */
function uncover(element) {
  for (let at = element; at; at = at.parentElement) {
    if (at.localName === "details") at.open = true;
    const set = at.parentElement?.matches(".tabbed-content") && at.closest(".tabbed-set");
    if (set) {
      const index = [...at.parentElement.children].indexOf(at);
      const box = set.querySelectorAll(":scope > input")[index];
      if (box) box.checked = true;
    }
  }
  return element.checkVisibility();
}

// ------------------------------------------------------------------ inverse

const USED = "a, button, input, select, textarea, summary, label, video, audio, [contenteditable]";
const LONGEST = 100;

/** Call `ask` with {line, file, word} when somebody wants to see a block in the editor. */
export function askForEditor(ask) {
  const jump = (event, word) => {
    if (!event.isTrusted || event.target.closest?.(USED)) return;
    const block = event.target.closest?.("main article [data-line]");
    if (!block) return;
    ask({ line: Number(block.dataset.line), file: Number(block.dataset.file ?? 0), word });
  };
  document.addEventListener("dblclick", (event) => {
    const word = getSelection().toString().trim();
    jump(event, word.length <= LONGEST ? word : "");
  });
  document.addEventListener("click", (event) => {
    if (event.altKey && event.button === 0 && event.detail === 1) jump(event, wordAt(event));
  });
}

/** The word that was clicked. */
function wordAt({ clientX, clientY }) {
  const place = document.caretPositionFromPoint?.(clientX, clientY);
  const text = place?.offsetNode.data;
  if (!text) return "";
  const before = /[\p{L}\p{N}_]*$/u.exec(text.slice(0, place.offset))[0];
  const after = /^[\p{L}\p{N}_]*/u.exec(text.slice(place.offset))[0];
  return (before + after).slice(0, LONGEST);
}

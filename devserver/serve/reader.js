/* Keeps what is the reader's while the page changes: the place in the text, the focus, the tabs. */

import { ours as document } from "./unhidden.js";

/** While it is adopted, only we decide where the page is scrolled to. It leaves no trace. */
const still = new CSSStyleSheet();
still.replaceSync(":root { overflow-anchor: none !important; scroll-behavior: auto !important }");

/** Run `change`, after which the reader finds everything where it was. */
export function keeping(change) {
  const marks = landmarks();
  const focused = document.activeElement;
  // Tab sets are numbered through: one more above renames these, which unchecks some on the way.
  const chosen = document.querySelectorAll("input[type=radio]:checked");
  if (scrollY > 0) holdStill();
  try {
    return change();
  } finally {
    for (const box of chosen) if (box.isConnected && !box.checked) box.checked = true;
    refocus(focused);
    const mark = marks.find(({ element }) => element.isConnected && element.checkVisibility());
    if (mark) scrollBy(0, mark.element.getBoundingClientRect().top - mark.top);
  }
}

let released = 0;

/** Have the browser not move the page by itself, which it would do after the next frame; at its
    top it never does. All styles are looked up anew for it, so it lasts over a burst of updates. */
function holdStill() {
  if (!document.adoptedStyleSheets.includes(still)) document.adoptedStyleSheets.push(still);
  clearTimeout(released);
  released = setTimeout(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
  }, 100);
}

/** What is on the screen from its top to its middle, and where: the first to survive is held. */
function landmarks() {
  // At its very top, a page stays at its top.
  if (scrollY <= 0) return [];
  const article = document.querySelector("main article") ?? document.body;
  const { left, width } = article.getBoundingClientRect();
  const found = new Set();
  for (let y = 1; y < innerHeight / 2; y += 24) {
    for (const x of [left + 24, left + width / 2]) {
      const element = document.elementFromPoint(x, y);
      if (element && element !== article && article.contains(element)) found.add(element);
    }
  }
  return [...found].map((element) => ({ element, top: element.getBoundingClientRect().top }));
}

function refocus(focused) {
  if (!focused || focused === document.body || focused === document.activeElement) return;
  const again = focused.isConnected ? focused : focused.id && document.getElementById(focused.id);
  if (again) again.focus({ preventScroll: true });
}

// ------------------------------------------------------------------ what changed

const BLOCK = "main article :is(p, li, dt, dd, tr, pre, h1, h2, h3, h4, h5, h6, figure)";

/** The blocks of the article in which `touched` nodes stand, in the order of the page. */
export function blocksOf(touched) {
  const blocks = new Set();
  for (const node of touched) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    if (!element?.isConnected) continue;
    const block = element.closest(BLOCK) ?? element.closest("main article *");
    if (block) blocks.add(block);
  }
  const isFirst = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...blocks].sort((a, b) => (isFirst(a, b) ? -1 : 1));
}

/** Mark blocks for two seconds. An animation leaves no trace in the document. */
export function mark(blocks) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const glow = (strength) => {
    const colour = `rgb(232 163 61 / ${strength})`;
    return { backgroundColor: colour, boxShadow: `0 0 0 0.3rem ${colour}` };
  };
  for (const block of blocks.slice(0, 12)) {
    block.animate([glow(0.25), glow(still ? 0.25 : 0)], { duration: 2000, easing: "ease-in" });
  }
}

/** Put a block in the middle of the window. */
export function goTo(block) {
  if (block.isConnected) block.scrollIntoView({ block: "center", behavior: "instant" });
}

/** Where a block is: "above" the window, "below" it, or "" if it can be seen. */
export function whereIs(block) {
  const { top, bottom } = block.getBoundingClientRect();
  if (bottom < 0) return "above";
  return top > innerHeight - 24 ? "below" : "";
}

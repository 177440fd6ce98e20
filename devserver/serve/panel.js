/* What the live server shows of itself: a badge in the corner, problems over the last good page.

   Everything stands in one shadow root, out of reach of the page's styles, in an element that the
   comparison of pages passes over. It never takes the focus by itself. */

import { style } from "./panel_style.js";
import { goTo, whereIs } from "./reader.js";
import { ours as document } from "./unhidden.js";

const RANK = { error: 0, warning: 1, hint: 2 };
const MOST = 50;
const MARKDOWN = /\.(mdx?|markdown|mdown|mkdn|mkd)$/i;

/** Session storage, or nothing where it is forbidden. */
const memory = {
  get(key) { try { return sessionStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { sessionStorage.setItem(key, value); } catch { /* Not kept, then. */ } },
};

/** Make a box, or a button if it has that type; texts are never markup. Boxes have roles, so that
    whoever counts a page's paragraphs and lists by their tags, as tests do, does not find ours. */
function make(attributes, ...children) {
  const element = document.createElement(attributes.type === "button" ? "button" : "div");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const bySeverity = (a, b) => RANK[a.severity] - RANK[b.severity];
const nameOf = ({ path, line, code, message }) => JSON.stringify([path, line, code, message]);
const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

export class Panel {
  /** `url` is the page's own, decoded. */
  constructor(url) {
    this.url = url;
    this.items = [];
    this.openedByHand = false;
    this.light = make({ class: "state" });
    this.count = make({ class: "count", type: "button", hidden: "", "aria-expanded": "false" });
    this.words = make({ class: "words" });
    this.jump = make({ class: "jump", type: "button", hidden: "" });
    this.list = make({ role: "list" });
    this.title = make({});
    const fold = make({ type: "button", "aria-label": "Fold", title: "Fold (Escape)" }, "✕");
    this.overlay = make({ class: "overlay", role: "region", "aria-label": "Problems", hidden: "" },
      make({ class: "top" }, this.title, fold), this.list);
    this.spoken = make({ class: "unseen", "aria-live": "polite" });
    this.host = make({ "data-live-ignore": "", "data-live": "" });
    const root = this.host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    const badge = make({ class: "badge" }, this.light, this.count, this.words);
    root.append(make({ class: "panel", role: "complementary", "aria-label": "Live preview" },
      this.spoken, this.overlay, this.jump, badge));

    fold.addEventListener("click", () => this.fold());
    this.count.addEventListener("click", () => {
      this.openedByHand = this.overlay.hidden;
      if (this.overlay.hidden) this.open();
      else this.fold();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !this.overlay.hidden) this.fold();
    });
    (globalThis.devserverKeys ??= []).push({ key: "Escape", says: "Fold the list of problems" });
    // Beside the body and not inside it, where a theme may lay out each child.
    document.documentElement.append(this.host);
    this.show("connecting");
    this.countWords();
  }

  /** Show how we stand: "connecting", "live", "rebuilding", "disconnected" or "stopped". */
  show(state) {
    this.state = this.host.dataset.live = this.light.dataset.state = this.light.textContent = state;
  }

  // ---------------------------------------------------------------- problems

  /** Take the current list, perhaps cut off after the worst of `total`. It opens by itself only
      for errors that concern this page. */
  problems(items, total) {
    const name = JSON.stringify(items);
    if (name === this.name) return;
    this.name = name;
    this.items = items.toSorted((a, b) => this.isHere(b) - this.isHere(a) || bySeverity(a, b));
    this.count.textContent = this.title.textContent = plural(total, "problem");
    this.count.className = `count ${items.toSorted(bySeverity)[0]?.severity ?? ""}`;
    this.count.hidden = !total;
    this.list.replaceChildren(...this.items.slice(0, MOST).map((item) => this.entry(item)));
    const rest = make({ role: "listitem", class: "rest" }, `and ${total - MOST} more`);
    if (total > MOST) this.list.append(rest);
    const [urgent] = this.urgent();
    this.spoken.textContent = urgent ? `${urgent.message} ${urgent.path}, line ${urgent.line}` : "";
    const folded = this.folded();
    memory.set("devserver-folded", JSON.stringify(folded));
    if (this.urgent().some((item) => !folded.includes(nameOf(item)))) this.open();
    else if (!total || !this.openedByHand) this.close();
  }

  /** Errors that concern this page. */
  urgent() {
    return this.items.filter((item) => item.severity === "error" && this.concerns(item));
  }

  /** The names of errors that were folded away and are still there: a mended one may come again. */
  folded() {
    const names = new Set(this.items.map(nameOf));
    return JSON.parse(memory.get("devserver-folded") ?? "[]").filter((name) => names.has(name));
  }

  entry({ path, line, column, severity, message, excerpt }) {
    return make({ role: "listitem", class: severity },
      make({ class: "severity" }, severity), " ", message, " ",
      make({ class: "where" }, `${path}:${line}:${column}`),
      ...(excerpt ? [make({ class: "excerpt" }, `${line} | ${excerpt}`)] : []));
  }

  /** Whether a problem is in this page's own source, as far as its address tells. */
  isHere({ path }) {
    const page = this.url.replace(/^\/|\/$|(\/index)?\.html$/g, "");
    if (!page) return /^([^/]+\/)?(index|readme)\.\w+$/i.test(path);
    const source = path.replace(MARKDOWN, "").replace(/\/(index|readme)$/i, "");
    return source === page || source.endsWith(`/${page}`);
  }

  /** A problem of another page's text is counted and no more; one of a template concerns all. */
  concerns(item) {
    return this.isHere(item) || !MARKDOWN.test(item.path);
  }

  open() {
    this.overlay.hidden = false;
    this.overlay.classList.toggle("mild", !this.items.some((item) => item.severity === "error"));
    this.count.setAttribute("aria-expanded", "true");
  }

  close() {
    this.openedByHand = false;
    const hadFocus = this.overlay.contains(this.host.shadowRoot.activeElement);
    this.overlay.hidden = true;
    this.count.setAttribute("aria-expanded", "false");
    if (hadFocus) this.count.focus();
  }

  /** Close it until another error concerns the page, on the pages to come as well. */
  fold() {
    const names = [...this.folded(), ...this.urgent().map(nameOf)];
    memory.set("devserver-folded", JSON.stringify([...new Set(names)]));
    this.close();
  }

  // ---------------------------------------------------------------- what changed

  /** Offer to go to a block that changed out of sight; null takes the offer back. */
  offer(block) {
    this.watcher?.disconnect();
    this.jump.hidden = !block;
    if (!block) return;
    this.jump.textContent = whereIs(block) === "above" ? "changed above ↑" : "changed below ↓";
    this.jump.onclick = () => goTo(block);
    // Whoever scrolls there needs the offer no longer.
    this.watcher = new IntersectionObserver(([seen]) => seen.isIntersecting && this.offer(null));
    this.watcher.observe(block);
  }

  // ---------------------------------------------------------------- words

  /** Count the article's words, and how long they take to read, when there is time for it. */
  countWords() {
    const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
    whenIdle(() => {
      const count = wordsIn(document.querySelector("main article, article") ?? document.body);
      const minutes = Math.max(1, Math.round(count / 220));
      this.words.textContent = `${plural(count, "word")} · ${minutes} min`;
    });
  }
}

/** Words as Unicode has them; where none are put between words, a character counts as one. */
function wordsIn(element) {
  const isSkipped = (node) => node.matches?.("[data-live-ignore], script, style, svg, math");
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
    (node) => (isSkipped(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const word = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]*/gu;
  let count = 0;
  while (texts.nextNode()) count += texts.currentNode.data?.match(word)?.length ?? 0;
  return count;
}

/* Looking for words in all of the site, in one dialog, whoever answers.

   The button in the bar says who that is: `data-search="live"` is the server that keeps the pages,
   `static` an index beside finished files (`pagefind.js`); `data-root` is the way to the top.
   The dialog is made when it is first asked for, and is marked `data-live-ignore`. Texts come cut
   into pieces, of which every second one is marked, and never as HTML.

   After a jump the words that were found are highlighted in the page, without touching the page. */

(() => {
  "use strict";

  const button = () => document.querySelector(".to-search");
  const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
  const KEPT = "devserver-search";
  const MARKS = "devserver-marks";

  /** Storage of this tab, or nothing where it is forbidden. */
  const memory = {
    get(key) { try { return sessionStorage.getItem(key) ?? ""; } catch { return ""; } },
    set(key, value) { try { sessionStorage.setItem(key, value); } catch { /* It is not kept. */ } },
  };

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const icon = (path) => {
    const box = make("span", { class: "sign", "aria-hidden": "true" });
    box.innerHTML = `<svg viewBox="0 0 24 24">${path}</svg>`;
    return box;
  };

  const GLASS = '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>';
  const PAGE = '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>';
  const CROSS = '<path d="m6 6 12 12M18 6 6 18"/>';
  const HASH = '<path d="M10 4 8 20M16 4l-2 16M5 9h15M4 15h15"/>';

  const isFinished = () => button()?.dataset.search === "static";
  const root = () => new URL(button()?.dataset.root || "./", location.href);

  // ---------------------------------------------------------------- who answers

  /** Ask the server that keeps the pages. */
  const askServer = async (text) => {
    const address = new URL(`/_devserver/search?q=${encodeURIComponent(text)}`, location.href);
    const response = await fetch(address, { cache: "no-store" });
    if (!response.ok) throw new Error(response.statusText);
    return (await response.json()).pages;
  };

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

  // ---------------------------------------------------------------- the dialog

  let dialog = null;
  let field;
  let list;
  let status;
  let active = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  const build = () => {
    field = make("input", { type: "search", role: "combobox", "aria-label": "Search",
      "aria-autocomplete": "list", "aria-controls": "page:found", "aria-expanded": "false",
      autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false",
      enterkeyhint: "go", placeholder: "Search the pages", maxlength: "200" });
    const close = make("button", { type: "button", class: "close", "aria-label": "Close" },
      make("kbd", { "aria-hidden": "true" }, "Esc"), icon(CROSS));
    list = make("div", { id: "page:found", role: "listbox", "aria-label": "Results" });
    status = make("p", { class: "said", role: "status" });
    dialog = make("dialog", { class: "search", "data-live-ignore": "", "aria-label": "Search" },
      make("form", { role: "search" }, icon(GLASS), field, close), list, status, hints());
    field.addEventListener("input", () => ask(field.value));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", pressed);
    dialog.addEventListener("click", clicked);
    dialog.addEventListener("mousemove", ({ target, movementX, movementY }) => {
      const option = movementX || movementY ? target.closest("[role=option]") : null;
      if (option) choose(options().indexOf(option));
    });
    dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    document.body.append(dialog);
  };

  const hints = () => {
    const row = [[["↑", "↓"], "choose"], [["↵"], "open"], [[isApple ? "⌘" : "Ctrl", "↵"], "in a new tab"]];
    return make("p", { class: "hints", "aria-hidden": "true" }, ...row.map(([caps, says]) =>
      make("span", {}, ...caps.map((cap) => make("kbd", {}, cap)), ` ${says}`)));
  };

  const open = () => {
    if (!button()) return;
    if (!dialog?.isConnected) build();
    if (dialog.open) return;
    const others = document.querySelectorAll("[popover]:popover-open");
    for (const other of others) other.hidePopover();
    field.value ||= memory.get(KEPT);
    dialog.showModal();
    field.focus();
    field.select();
    ask(field.value);
  };

  // ---------------------------------------------------------------- asking

  let wanted = null;
  let asking = false;

  /** Ask for the newest text; while an answer is under way, the texts before it are not asked for. */
  const ask = async (text) => {
    memory.set(KEPT, text);
    wanted = text.trim();
    if (asking) return;
    asking = true;
    while (wanted !== null) {
      const text = wanted;
      wanted = null;
      const answer = await answered(text);
      if (wanted === null || wanted === text) show(text, answer);
    }
    asking = false;
  };

  const answered = async (text) => {
    if (!text) return [];
    try {
      return await (isFinished() ? devserverIndex(text, root()) : askServer(text));
    } catch (error) {
      console.debug("search:", error);
      return null;
    }
  };

  const unanswered = () => {
    if (location.protocol === "file:") {
      return "Search needs the pages to come from a web server: a browser lets no file read others.";
    }
    return isFinished()
      ? "The search index cannot be loaded."
      : "The server does not answer.";
  };

  // ---------------------------------------------------------------- showing

  const show = (text, pages) => {
    list.replaceChildren(...(pages ?? []).map(group));
    const found = options();
    found.forEach((option, index) => { option.id = `page:found-${index}`; });
    field.ariaExpanded = String(found.length > 0);
    dialog.classList.toggle("empty", !text);
    list.scrollTop = 0;
    // What the reader will want is the first line in which something is marked.
    choose(found.length ? Math.max(found.findIndex((each) => each.querySelector("mark")), 0) : -1);
    if (!text) say();
    else if (pages === null) say(unanswered());
    else if (pages.length) say(`${pages.length} ${pages.length === 1 ? "page" : "pages"}`, true);
    else say(make("b", {}, `Nothing found for “${text}”`), "Try fewer words, or only how one begins.");
  };

  /** Say something below the field, or, if all is seen anyway, only to screen readers. */
  const say = (...texts) => {
    const unseen = texts.at(-1) === true;
    status.classList.toggle("unseen", unseen);
    status.replaceChildren(...texts.filter((text) => text !== true).flatMap((text) => [text, " "]));
    status.hidden = texts.length === 0;
  };

  const group = (page) => {
    const lead = page.sections.find(({ anchor }) => !anchor);
    const rest = page.sections.filter(({ anchor }) => anchor);
    const head = line(page, "", PAGE, [
      make("span", { class: "name" }, ...cut(page.title)),
      ...(page.trail ? [make("span", { class: "trail" }, page.trail)] : []),
      ...excerpt(lead),
    ]);
    const lines = rest.map((section) => line(page, section.anchor, HASH, [
      make("span", { class: "name" }, ...cut(section.heading)), ...excerpt(section),
    ]));
    lines.forEach((each) => each.classList.add("below"));
    return make("div", { role: "group", "aria-label": page.title.join("") }, head, ...lines);
  };

  const line = (page, anchor, sign, texts) => {
    const hash = anchor ? `#${encodeURIComponent(anchor)}` : "";
    const href = new URL(page.url.slice(1) + hash, root()).href;
    return make("a", { role: "option", tabindex: "-1", "aria-selected": "false", href },
      icon(sign), make("span", { class: "texts" }, ...texts));
  };

  const excerpt = (section) => {
    if (!section || section.text.join("").trim() === "") return [];
    return [make("span", { class: section.code ? "excerpt code" : "excerpt" }, ...cut(section.text))];
  };

  const cut = (texts) =>
    texts.map((text, index) => (index % 2 ? make("mark", {}, text) : text));

  const choose = (index) => {
    const all = options();
    all.forEach((option, at) => { option.ariaSelected = String(at === index); });
    active = index;
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", all[index].id);
  };

  // ---------------------------------------------------------------- keys and clicks

  const pressed = (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const all = options();
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && all.length) {
      choose((active + steps[event.key] + all.length) % all.length);
      all[active].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && event.target === field) {
      if (all[active]) go(all[active], event.ctrlKey || event.metaKey);
    } else if (event.key === "Escape") {
      // By itself, it would only empty the field.
      dialog.close();
    } else {
      return;
    }
    event.preventDefault();
  };

  const clicked = (event) => {
    if (event.target === dialog) dialog.close();
    const option = event.target.closest("[role=option]");
    if (!option) return;
    remember(option);
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    dialog.close();
    // To where one is already, a link does not lead again.
    if (option.href.split("#")[0] === location.href.split("#")[0]) setTimeout(highlight);
  };

  const go = (option, apart) => {
    remember(option);
    if (apart) globalThis.open(option.href, "_blank");
    else option.click();
  };

  // ---------------------------------------------------------------- the words in the page

  const remember = (option) => {
    const lines = option.closest("[role=group]").querySelectorAll("mark");
    const words = [...new Set([...lines].map((mark) => mark.textContent))];
    memory.set(MARKS, JSON.stringify({ page: new URL(option.href).pathname, words }));
  };

  /** Only where a script has no spaces, a word may begin in the middle of letters. */
  const atItsBeginning = (word) =>
    (/^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]/.test(word) ? "" : "(?<![\\p{L}\\p{N}])")
    + escaped(word);

  /** Highlight what was found, if it was on this page that it was found. */
  const highlight = () => {
    const said = memory.get(MARKS);
    if (!said || !globalThis.Highlight) return;
    memory.set(MARKS, "");
    const { page, words } = JSON.parse(said);
    if (page !== location.pathname || !words.length) return;
    const pattern = new RegExp(words.map(atItsBeginning).join("|"), "giu");
    const ranges = [];
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode() && ranges.length < 500) {
      for (const found of texts.currentNode.data.matchAll(pattern)) {
        const range = new Range();
        range.setStart(texts.currentNode, found.index);
        range.setEnd(texts.currentNode, found.index + found[0].length);
        ranges.push(range);
      }
    }
    CSS.highlights.set("devserver-found", new Highlight(...ranges));
  };

  // ---------------------------------------------------------------- all together

  (globalThis.devserverKeys ??= []).push(
    { key: "/", also: [isApple ? "⌘+K" : "Ctrl+K"], says: "Search", act: open },
  );

  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (key === "Escape" && !document.querySelector("dialog[open]")) {
      globalThis.CSS?.highlights?.delete("devserver-found");
    }
    if (altKey || shiftKey || key.toLowerCase() !== "k" || !button()) return;
    if (isApple ? !metaKey || ctrlKey : !ctrlKey || metaKey) return;
    event.preventDefault();
    if (dialog?.open) dialog.close();
    else if (!document.querySelector("dialog[open]")) open();
  });
  document.addEventListener("click", ({ target }) => { if (target.closest?.(".to-search")) open(); });
  document.addEventListener("devserver:updated", () => { if (dialog?.open) ask(field.value); });

  highlight();
})();

/* What the theme cannot do by CSS alone: choose light or dark, copy code, follow the reader.

   The page may be changed in place at any moment, by a live server or by another script. So every
   listener stands on `document`, and what is added to the page is put there again by `decorate()`,
   at the start and after each `devserver:updated` event. All traces in the DOM:

   elements    marked `data-live-ignore`: `button.copy`, `a.headerlink`, the status line
   attributes  `data-theme` on <html>                               the chosen theme
               `aria-current` on links in `.toc`                    the section being read
               `tabindex` on what is wider than its place       so that keys scroll it too
               `aria-label` on boxes of task lists without one,
               and on links whose text is drawn by a style          as they have no words

   Open drawers, chosen tabs and open <details> are the browser's own state and leave no trace. */

(() => {
  "use strict";

  const root = document.documentElement;
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];

  /** Local storage, or nothing where it is forbidden (private windows, files, frames). */
  const memory = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* It is not kept. */ } },
  };

  /** What a link to `hash` goes to; a hash that is not well-formed goes nowhere. */
  const targetOf = (hash) => {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null;
    }
  };

  /** Make an element that a live server neither counts nor touches. */
  const make = (tag, attributes) => {
    const element = document.createElement(tag);
    element.toggleAttribute("data-live-ignore", true);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  /** Say `text` to screen readers. */
  const say = (text) => {
    let line = document.querySelector("[data-live-ignore][role=status]");
    if (!line) document.body.append((line = make("p", { class: "unseen", role: "status" })));
    line.textContent = "";
    requestAnimationFrame(() => { line.textContent = text; });
  };

  // ---------------------------------------------------------------- light and dark

  const themes = ["auto", "light", "dark"];

  const nextTheme = () => {
    root.dataset.theme = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    memory.set("devserver-theme", root.dataset.theme);
  };

  addEventListener("storage", ({ key, newValue }) => {
    if (key === "devserver-theme" && themes.includes(newValue)) root.dataset.theme = newValue;
  });

  // ---------------------------------------------------------------- copying code

  /** The code as one would type it: no line numbers, no prompts, and then no output either. */
  const codeOf = (block) => {
    const code = (block.querySelector("td.code pre, pre") ?? block).cloneNode(true);
    const prompts = code.querySelector(".gp") !== null;
    find(`.copy, .annotation, .linenos${prompts ? ", .gp, .go" : ""}`, code).forEach((part) => part.remove());
    const text = code.textContent.replace(/\n+$/, "");
    return prompts ? text.replace(/^\s*\n/gm, "") : text;
  };

  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(codeOf(button.parentElement));
      say("Copied");
      button.classList.add("done");
      setTimeout(() => button.classList.remove("done"), 1500);
    } catch {
      say("Copying is not allowed here");
    }
  };

  const addCopyButtons = () => {
    for (const block of find("article div.highlight, article pre:not(.mermaid, .mermaid pre)")) {
      const framed = block.localName === "pre" && block.closest("div.highlight");
      const inner = block.parentElement.closest("div.highlight");
      const own = block.querySelector(":scope > .copy");
      if (framed || inner || own || !block.textContent.trim()) continue;
      const names = { "aria-label": "Copy", title: "Copy" };
      const button = make("button", { class: "copy", type: "button", ...names });
      if (block.localName === "pre") block.prepend(button);
      else block.append(button);
    }
  };

  // ---------------------------------------------------------------- emoji

  /** A picture of an emoji that cannot be had, without a network say, is its character. */
  const showCharacter = (picture) => {
    if (picture.matches?.("article img:is(.twemoji, .emojione, .gemoji)")) picture.replaceWith(picture.alt);
  };

  const showCharacters = () => {
    for (const picture of find("article img")) {
      if (picture.complete && !picture.naturalWidth) showCharacter(picture);
    }
  };

  // ---------------------------------------------------------------- headings

  const addPermalinks = () => {
    for (const heading of find("article :is(h1, h2, h3, h4, h5, h6)[id]")) {
      let link = heading.querySelector(".headerlink, .toclink");
      if (!link) {
        link = make("a", { class: "headerlink", "aria-label": "Link to this section" });
        heading.append(link);
      }
      // The heading may have another id than when its link was made.
      if (link.hasAttribute("data-live-ignore")) link.setAttribute("href", `#${heading.id}`);
    }
  };

  // ---------------------------------------------------------------- what the keyboard needs

  const named = new WeakSet();

  const nameBoxes = () => {
    for (const box of find("article .task-list-item input[type=checkbox]")) {
      if (box.ariaLabel && !named.has(box)) continue;
      box.ariaLabel = box.checked ? "Done" : "To do";
      named.add(box);
    }
  };

  /** A link whose number is not in the text, so that one who selects the code does not get it. */
  const nameLineNumbers = () => {
    for (const number of find("article a > [data-linenos]")) {
      const name = `Line ${number.dataset.linenos.trim()}`;
      if (number.parentElement.ariaLabel !== name) number.parentElement.ariaLabel = name;
    }
  };

  const reachScrollers = () => {
    /* Everything is read before anything is written, so that the page is laid out once. */
    const boxes = find("article :is(pre, table, math, .tabbed-labels)");
    const scrolls = (box) => getComputedStyle(box).overflowX !== "visible";
    const wide = boxes.map((box) => box.scrollWidth > box.clientWidth && scrolls(box));
    boxes.forEach((box, index) => {
      if (wide[index]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  };

  // ---------------------------------------------------------------- content tabs

  const labelOf = (input) => input.labels[0]?.textContent.trim() ?? "";
  const tabSets = () => find(".tabbed-set");
  const chosenTabs = () => (memory.get("devserver-tabs") ?? "").split("\n").filter(Boolean);

  /** Choose the tabs called `label` in every one of `sets` that has one. */
  const linkTabs = (label, sets) => {
    for (const input of sets.flatMap((set) => find(":scope > input", set))) {
      if (labelOf(input) === label) input.checked = true;
    }
  };

  const restored = new WeakSet();

  /** Open what was chosen before, the newest choice last; once, for then the reader decides. */
  const restoreTabs = () => {
    const sets = tabSets().filter((set) => !restored.has(set));
    for (const label of chosenTabs()) linkTabs(label, sets);
    for (const set of sets) restored.add(set);
  };

  /** A tab was chosen: the others follow, and what is read stays where it is on the screen. */
  const tabChosen = (input) => {
    const label = labelOf(input);
    const button = input.labels[0];
    const before = button.getBoundingClientRect().top;
    linkTabs(label, tabSets());
    scrollBy({ top: button.getBoundingClientRect().top - before, behavior: "instant" });
    button.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    const others = chosenTabs().filter((other) => other !== label);
    memory.set("devserver-tabs", [...others, label].slice(-30).join("\n"));
    reachScrollers();
  };

  /** A link into a tab that is not open opens it. */
  const openTarget = () => {
    const target = targetOf(location.hash);
    const hidden = [];
    for (let at = target; at; at = at.parentElement) {
      if (at.classList.contains("tabbed-block")) hidden.push(at);
    }
    for (const block of hidden) {
      const index = [...block.parentElement.children].indexOf(block);
      find(":scope > input", block.closest(".tabbed-set"))[index].checked = true;
    }
    if (hidden.length) target.scrollIntoView();
  };

  // ---------------------------------------------------------------- following the reader

  const sections = [];

  const gatherSections = () => {
    sections.length = 0;
    for (const link of find(".toc a")) {
      const heading = targetOf(link.hash);
      if (heading) sections.push({ link, heading });
    }
  };

  /** Mark the last heading that has passed a line in the upper window, or at the end the last. */
  const follow = () => {
    const edge = Math.min(innerHeight / 3, 200);
    const atEnd = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
    const seen = sections.filter(({ heading }) => heading.checkVisibility());
    const top = ({ heading }) => heading.getBoundingClientRect().top;
    const current = seen.findLast((section) => atEnd || top(section) < edge)?.link;
    for (const { link } of sections) {
      if (link === current) {
        if (!link.ariaCurrent) keepInView(link, link.closest(".toc"));
        link.ariaCurrent = "location";
      } else {
        link.removeAttribute("aria-current");
      }
    }
  };

  /** Scroll `box`, and nothing else, so that `element` shows in it. */
  const keepInView = (element, box) => {
    const [inner, outer] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
    const margin = outer.height / 5;
    const [above, below] = [outer.top + margin - inner.top, inner.bottom - outer.bottom + margin];
    if (above > 0) box.scrollTop -= above;
    else if (below > 0) box.scrollTop += below;
  };

  /** The same from side to side. */
  const keepAcross = (element, box) => {
    const [inner, outer] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
    const beyond = [inner.left - outer.left - 48, inner.right - outer.right + 48];
    if (beyond[0] < 0) box.scrollLeft += beyond[0];
    else if (beyond[1] > 0) box.scrollLeft += beyond[1];
  };

  /** Make of `work` what is done once in the next frame, however often it is asked for. */
  const inFrame = (work) => {
    let waiting = false;
    return () => {
      if (!waiting) requestAnimationFrame(() => { waiting = false; work(); });
      waiting = true;
    };
  };

  const followSoon = inFrame(follow);

  // ---------------------------------------------------------------- the drawer

  /** While the drawer is open, Tab goes round inside it; Escape and a click beside it close it. */
  const holdFocus = (event) => {
    const drawer = document.querySelector(".tree:popover-open");
    if (event.key !== "Tab" || !drawer) return;
    const stops = find("a[href], button, summary", drawer).filter((stop) => stop.checkVisibility());
    const [first, last] = [stops[0], stops.at(-1)];
    if (!drawer.contains(document.activeElement)) first.focus();
    else if (event.shiftKey && document.activeElement === first) last.focus();
    else if (!event.shiftKey && document.activeElement === last) first.focus();
    else return;
    event.preventDefault();
  };

  /** In a long navigation, show where one is. */
  const showCurrent = () => {
    const here = document.querySelector(".tree [aria-current]");
    if (here) keepInView(here, here.closest(".tree"));
    const tab = document.querySelector(".sections [aria-current]");
    if (tab) keepAcross(tab, tab.closest(".sections"));
  };

  const closePopovers = () => {
    for (const open of find(":is(.tree, .toc):popover-open")) open.hidePopover();
  };

  // ---------------------------------------------------------------- all together

  const decorate = () => {
    addPermalinks();
    addCopyButtons();
    nameBoxes();
    nameLineNumbers();
    showCharacters();
    restoreTabs();
    gatherSections();
  };

  /** What asks where things stand. After an update it waits for the frame in which the page is
      laid out anyway: before that, the question alone would have it laid out once more. */
  const look = () => {
    reachScrollers();
    follow();
  };
  const lookSoon = inFrame(look);

  document.addEventListener("click", ({ target }) => {
    if (target.closest(".to-theme")) nextTheme();
    else if (target.closest(".copy")) copy(target.closest(".copy"));
    else if (target.closest(":is(.tree, .toc) a")) closePopovers();
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches(".tabbed-set > input")) tabChosen(target);
  });
  document.addEventListener("error", ({ target }) => showCharacter(target), { capture: true });
  document.addEventListener("keydown", holdFocus);
  document.addEventListener("toggle", ({ target, newState }) => {
    if (target.matches(".tree") && newState === "open") showCurrent();
  }, { capture: true });
  document.addEventListener("devserver:updated", () => { decorate(); lookSoon(); });
  addEventListener("scroll", followSoon, { passive: true });
  addEventListener("resize", lookSoon);
  addEventListener("hashchange", openTarget);
  for (const width of ["60em", "80em"]) {
    matchMedia(`(min-width: ${width})`).addEventListener("change", closePopovers);
  }

  decorate();
  look();
  openTarget();
  showCurrent();
})();

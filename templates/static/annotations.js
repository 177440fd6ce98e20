/* Annotations: `(1)` in an annotated block opens the first item of the list after it, as a note.

   The list stays where it is, and each of its items becomes a popover: so an edit of the note is
   seen even while it is open, and without this script one reads an ordinary list. A mark takes the
   place of its text and knows it, so that it can give it back. All traces in the DOM:

   elements    `button.annotation` in the place of `(1)`, or of a comment that is nothing else
   attributes  `data-notes`, `role` on the list; `popover`, `role`, `style` on its items */

(() => {
  "use strict";

  const find = (selector, within = document) => [...within.querySelectorAll(selector)];

  /** The list that holds the notes of `block`: the next thing after it. */
  const notesOf = (block) => {
    const next = block.nextElementSibling;
    return next?.localName === "ol" ? next : null;
  };

  /** The texts of a block in which marks may stand; code has them in its comments only. */
  const textsIn = (block, code) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const within = text.parentElement.closest(".annotate, .highlight, ol[data-notes]");
      const outside = within !== block && block.contains(within);
      const comment = text.parentElement.closest("[class^=c]:is(span)");
      const apart = text.parentElement.closest("pre, code, button, script, style");
      if (!outside && (code ? comment && !text.parentElement.closest("button") : !apart)) {
        texts.push(text);
      }
    }
    return texts;
  };

  const mark = (note, number, text) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "annotation", textContent: number });
    button.ariaLabel = `Note ${number}`;
    button.dataset.text = text;
    button.popoverTargetElement = note;
    return button;
  };

  /** Put marks into one text; in code, `(1)!` takes the rest of its comment with it. */
  const markText = (text, notes, code) => {
    const marks = [];
    for (let found; (found = (code ? /\((\d+)\)(!?)/ : /\((\d+)\)()/).exec(text.data));) {
      const note = notes[found[1] - 1];
      if (!note) return marks;
      const alone = found[2] && text.parentElement.childNodes.length === 1;
      const taken = alone ? text : text.splitText(found.index);
      const rest = alone ? null : taken.splitText(found[0].length);
      const button = mark(note, found[1], taken.data);
      taken.replaceWith(button);
      marks.push(button);
      if (!rest) return marks;
      text = rest;
    }
    return marks;
  };

  const annotate = (block) => {
    const code = block.matches(".highlight");
    const list = notesOf(block);
    if (!list) return;
    const notes = [...list.children];
    const marks = textsIn(block, code).flatMap((text) => markText(text, notes, code));
    if (!marks.length && !("notes" in list.dataset)) return;
    list.dataset.notes = "";
    list.role = "presentation";
    for (const note of notes) {
      note.popover ??= "auto";
      note.role = "note";
    }
  };

  /** A mark whose note is gone becomes text again, and so does a list whose marks are gone. */
  const restore = () => {
    for (const button of find("article .annotation")) {
      const block = button.closest(".annotate, .highlight");
      const note = button.popoverTargetElement;
      if (note?.isConnected && block && notesOf(block) === note.parentElement) continue;
      const parent = button.parentElement;
      button.replaceWith(button.dataset.text);
      parent.normalize();
    }
    const used = new Set(find("article .annotation").map((b) => b.popoverTargetElement.parentElement));
    for (const list of find("article ol[data-notes]")) {
      if (used.has(list)) continue;
      delete list.dataset.notes;
      list.role = null;
      for (const note of list.children) {
        note.popover = null;
        note.role = null;
        note.removeAttribute("style");
      }
    }
  };

  const decorate = () => {
    restore();
    const blocks = "article :is(.annotate, div.highlight:not(div.highlight div.highlight))";
    for (const block of find(blocks)) annotate(block);
  };

  /** Place a note below its mark, or above it where there is no room. */
  const place = (button) => {
    const note = button.popoverTargetElement;
    const [at, rem] = [button.getBoundingClientRect(), parseFloat(getComputedStyle(document.documentElement).fontSize)];
    const room = document.documentElement.clientWidth;
    const width = Math.min(24 * rem, room - 2 * rem);
    const left = Math.max(rem, Math.min(at.left - rem, room - width - rem));
    Object.assign(note.style, {
      width: `${width}px`, left: `${left + scrollX}px`, top: `${at.bottom + scrollY + 6}px`,
    });
    note.addEventListener("toggle", () => {
      const { height, bottom } = note.getBoundingClientRect();
      if (bottom <= innerHeight || at.top < height + 12) return;
      note.style.top = `${at.top + scrollY - height - 6}px`;
    }, { once: true });
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".annotation");
    if (button && !button.popoverTargetElement.matches(":popover-open")) place(button);
  }, { capture: true });
  document.addEventListener("devserver:updated", decorate);

  decorate();
})();

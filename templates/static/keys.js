/* Single keys for who reads with the keyboard, and a dialog that lists them.

   Whoever has a key joins, before or after this script has run:

     (globalThis.devserverKeys ??= []).push({ key: "/", also: ["Ctrl+K"], says: "Search", act });

   `also` are keys of the same meaning that are handled elsewhere; without `act`, `key` is as well.
   A key does nothing while one types, in a dialog or menu, with a modifier, or while an input
   method composes; and none does once the reader has switched them off, as one has to who dictates
   or whose screen reader hands single keys on. */

(() => {
  "use strict";

  const keys = (globalThis.devserverKeys ??= []);

  const go = (rel) => () => {
    const link = document.head.querySelector(`link[rel=${rel}]`);
    if (link) location.assign(link.href);
  };

  keys.unshift(
    { key: "n", says: "Next page", act: go("next") },
    { key: "p", says: "Previous page", act: go("prev") },
    { key: "?", says: "This list", act: () => help() },
  );

  // ---------------------------------------------------------------- on and off

  const NAME = "devserver-keys";

  const areOn = () => {
    try { return localStorage.getItem(NAME) !== "off"; } catch { return true; }
  };

  const switchTo = (on) => {
    try { localStorage.setItem(NAME, on ? "on" : "off"); } catch { /* It is not kept. */ }
  };

  // ---------------------------------------------------------------- which key is meant

  const TAKES_KEYS = `input, textarea, select, audio, video, iframe, object, embed,
    [contenteditable]:not([contenteditable=false]), [role=application], [role=combobox],
    [role=grid], [role=listbox], [role=menu], [role=menubar], [role=searchbox], [role=slider],
    [role=spinbutton], [role=textbox], [role=tree]`;
  const IN_FRONT = "dialog[open], [aria-modal=true], [popover]:popover-open";

  const isElsewhere = (event) =>
    event.composedPath().some((element) => element.matches?.(TAKES_KEYS))
    || document.querySelector(IN_FRONT) !== null;

  /** The key as it is labelled; for a letter of another script, the one in its place. */
  const meant = ({ key, code, shiftKey }) => {
    if (/^[a-z]$/i.test(key)) return shiftKey ? "" : key.toLowerCase();
    const isLetter = key.length === 1 && key > "\u007f" && /^Key[A-Z]$/.test(code);
    return isLetter && !shiftKey ? code.slice(-1).toLowerCase() : key;
  };

  const pressed = (event) => {
    const { ctrlKey, altKey, metaKey, isComposing, keyCode, repeat } = event;
    // Some browsers tell of a composing input method by this number alone.
    if (ctrlKey || altKey || metaKey || isComposing || keyCode === 229 || repeat) return;
    if (event.defaultPrevented || isElsewhere(event) || !areOn()) return;
    const wanted = keys.find((entry) => entry.act && entry.key === meant(event));
    if (!wanted) return;
    event.preventDefault();
    wanted.act();
  };

  // ---------------------------------------------------------------- the dialog

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const row = ({ key, also = [], says }) => {
    const caps = [key, ...also].flatMap((each, index) => {
      const parts = each.split("+").map((part) => make("kbd", {}, part));
      return index ? [" or ", ...parts] : parts;
    });
    return make("div", {}, make("dt", {}, says), make("dd", {}, ...caps));
  };

  /** Show every key there is. The dialog is made when it is asked for, and goes when it closes. */
  const help = () => {
    const close = make("button", { class: "icon", "aria-label": "Close", type: "submit" });
    close.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18"/></svg>';
    const box = make("input", { type: "checkbox" });
    box.checked = areOn();
    box.addEventListener("change", () => switchTo(box.checked));
    const dialog = make("dialog", { class: "key-list", "data-live-ignore": "", "aria-labelledby": "page:keys" },
      make("form", { method: "dialog" }, make("h2", { id: "page:keys" }, "Keys"), close),
      make("dl", {}, ...keys.map(row)),
      make("label", {}, box, " Single keys do something"));
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("keydown", pressed);
  document.addEventListener("click", ({ target }) => { if (target.closest?.(".to-keys")) help(); });
})();

/* What the open page was made of: the version that is shown and the one that came last. */

import { carry, exchange, lift } from "./lines.js";
import { morph, morphStretch } from "./morph.js";
import { keeping } from "./reader.js";
import { stretch } from "./stretch.js";
import { ours as document, unhidden } from "./unhidden.js";

/** Our own script element: it carries what the server knows of this page. */
export const script = document.querySelector("script[data-token]");

/** Parse a page. Scripts are off in it, so that a <noscript> would have elements inside, and could
    even end the head; here, where they are on, it has text. */
export function parse(html) {
  const hidden = html.replace(/(<noscript\b[^>]*)>([^]*?)<\/noscript/gi, (_, begin, text) =>
    `${begin} data-text="${text.replace(/&/g, "&amp;").replace(/"/g, "&quot;")}"></noscript`);
  const page = unhidden(new DOMParser().parseFromString(hidden, "text/html"));
  for (const element of page.querySelectorAll("noscript[data-text]")) {
    element.textContent = element.dataset.text;
    element.removeAttribute("data-text");
  }
  lift(page);
  return page;
}

let latest = null; // The version that came last: of the next, perhaps only what differs comes.

/** What the document was made of before scripts and the reader changed it, page and text, from
    the browser's cache; null if the cache has another version by now. */
let source = fetch(location.href, { cache: "force-cache" }).then(async (response) => {
  const text = await response.text();
  const [ours, version] = /<script src="[^"]*\/live\.js"[^>]* data-version="(\w*)"[^>]*><\/script>/.exec(text);
  if (version !== script.dataset.version) return null;
  // Updates come without it.
  const plain = text.replace(ours, "");
  latest ??= { html: plain, version };
  return { page: parse(plain), text: plain };
}).catch(() => null);

// ------------------------------------------------------------------ a new version

/** Take in what an update says: a version of the page; null if it is told as what differs from
    one that we do not have. */
export function received({ version, base, length, start, end, html }) {
  if (base === undefined) return (latest = { html, version });
  if (latest?.version !== base || latest.html.length !== length) return null;
  const whole = latest.html.slice(0, start) + html + latest.html.slice(length - end);
  return (latest = { html: whole, version });
}

/** Make the open page another version. Gives the elements and texts that changed or are new; null
    if the page has to be loaded anew. */
export async function become({ html, version }) {
  const before = await source;
  const touched = (before && updateStretch(before, html)) ?? updateAll(before, html);
  if (touched) script.dataset.version = version;
  return touched;
}

/** Parse and compare only what can differ; null if that has to be all. */
function updateStretch({ page, text }, html) {
  const found = stretch(parse, page, text, html);
  const touched = found && keeping(() => morphStretch(found));
  if (!touched) return null;
  exchange(page, found.gone, found);
  carry(document, page);
  source = { page, text: html };
  return touched;
}

/** Parse and compare the whole page; null if it has to be loaded anew. */
function updateAll(before, html) {
  const after = parse(html);
  if (scriptsOf(before?.page ?? document) !== scriptsOf(after)) return null;
  const touched = keeping(() => morph(before?.page ?? null, after));
  carry(document, after);
  source = { page: after, text: html };
  return touched;
}

/** The programs of the frame around the article. What one did cannot be undone, so a page with
    others has to be loaded anew. Only an edit of a template or of the configuration changes them:
    scripts inside the article are run as they come, and everything else is morphed. */
function scriptsOf(page) {
  const isProgram = /^(|module|importmap|(text|application)\/(java|ecma)script)$/i;
  return [...page.querySelectorAll("script:not([data-token], article *, [data-live-ignore] *)")]
    .filter((element) => isProgram.test(element.type))
    .map((element) => element.outerHTML).join("\n");
}

/* Finds out by the text alone what of a page differs from its last version. Nearly always that is
   a stretch of blocks in the article, and then nothing else has to be parsed and compared again.

   A stretch begins with a block whose line is told, and goes to the next such block or to the end
   of the article. That it means the same wherever it stands is not assumed but seen: parsed alone,
   its old text gives the very nodes that are there, and what follows is left alone by both texts. */

import { linesOf } from "./lines.js";

const FAR = 20_000; // Characters before a change in which the block is looked for that it is in.

/** What says something about the whole page, or is more than its nodes, wherever it stands. */
const FAR_REACHING = /<\/?(?:html|head|body|base|meta|title|link|frameset|form|template|script|style)\b/i;

const BLOCK = /<([a-z][a-z0-9]*)\b[^<>]*? data-line="(\d+)"(?: data-file="(\d+)")?[^<>]*>/g;

/** Compare two texts, `then` the one that `page` was parsed from. Gives the article, the nodes in
    it that are gone, and those that come in their place, with the page they were parsed in; null
    if something else differs, or if it is in any doubt. */
export function stretch(parse, page, then, now) {
  const article = only(page.querySelectorAll("main article"));
  const [start, end] = difference(then, now);
  const [from, to] = article ? around(article, linesOf(page), then, start, end) : [];
  if (!from || !to) return null;
  const texts = [then.slice(from.at, to.at), now.slice(from.at, to.at + now.length - then.length)];
  if (texts.some((text) => FAR_REACHING.test(text))) return null;
  const [before, after] = texts.map((text) => alone(parse, text));
  const nodes = [...article.childNodes];
  const gone = nodes.slice(nodes.indexOf(from.node), to.node ? nodes.indexOf(to.node) : nodes.length);
  const isKnown = before && after && before.nodes.length === gone.length
    && gone.every((node, index) => node.isEqualNode(before.nodes[index]))
    // Had something around it been left open, it would show in text.
    && gone.some((node) => node.textContent.trim());
  return isKnown ? { article, gone, come: after.nodes, page: after.page } : null;
}

export const only = (found) => (found.length === 1 ? found[0] : null);

/** Where two texts begin to differ, and from where on, in the first one, they do not any more. */
function difference(then, now) {
  const most = Math.min(then.length, now.length);
  const start = longest(most, (a, b) => then.slice(a, b) === now.slice(a, b));
  const [m, n] = [then.length, now.length];
  const same = longest(most - start, (a, b) => then.slice(m - b, m - a) === now.slice(n - b, n - a));
  return [start, m - same];
}

/** The most characters that are the same, where `same` compares those between two numbers. */
function longest(most, same) {
  let low = 0;
  while (low < most) {
    const middle = (low + most + 1) >> 1;
    if (same(low, middle)) low = middle;
    else most = middle - 1;
  }
  return low;
}

/** The block in which a change begins and the one that follows it: node and place in the text. */
function around(article, lines, text, start, end) {
  const blocks = new Map();
  for (const element of article.children) {
    const name = lines.has(element) && nameOf(element.localName, ...lines.get(element));
    if (name) blocks.set(name, blocks.has(name) ? null : element);
  }
  const blockOf = ([, tag, line, file]) => blocks.get(nameOf(tag, line, file ?? null));
  const first = Math.max(start - FAR, 0);
  const before = [...text.slice(first, start).matchAll(BLOCK)].findLast(blockOf);
  if (!before) return [];
  const from = { at: first + before.index, node: blockOf(before) };
  for (const found of text.slice(end).matchAll(BLOCK)) {
    if (blockOf(found)) return [from, { at: end + found.index, node: blockOf(found) }];
  }
  const last = text.indexOf("</article>", end);
  return last < 0 || text.includes("</article>", last + 1) ? [] : [from, { at: last, node: null }];
}

const nameOf = (tag, line, file) => `${tag} ${line} ${file}`;

/** Parse a stretch between nothing and a paragraph; null if that comes out as anything else. */
function alone(parse, text) {
  const page = parse(`<!doctype html><body><main><article>${text}<p>end</p></article></main>`);
  const [article, end] = [page.querySelector("article"), page.querySelector("article > p:last-child")];
  if (page.body.outerHTML !== `<body><main>${article?.outerHTML}</main></body>`) return null;
  if (end?.outerHTML !== "<p>end</p>" || end !== article.lastChild) return null;
  return { page, nodes: [...article.childNodes].slice(0, -1) };
}

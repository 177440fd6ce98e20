/* Finds out which node of a page was which before: most stay, some change, few come, go or move. */

/** Match the nodes `now` with those they were in `then`: a map from positions to positions.
    Most edits change one block, so equal ones at both ends are passed over first. Of `now`, the
    positions of those that are known to be equal are put into `equal`. */
export function align(same, then, now, equal = new Set()) {
  const pairs = new Map();
  let [start, a, b] = [0, then.length, now.length];
  while (start < a && start < b && same(then[start], now[start])) {
    pairs.set(start, start);
    equal.add(start);
    start++;
  }
  // The pair at `start` is known to differ: with one left on each side, there is no need to look.
  const isLast = () => a === start + 1 && b === start + 1;
  while (a > start && b > start && !isLast() && same(then[a - 1], now[b - 1])) {
    pairs.set(--b, --a);
    equal.add(b);
  }
  matchBetween(pairs, then, now, [start, a, start, b], KEYS);
  return pairs;
}

/** Match what is the same by the first of `keys`, then what lies between by the next, and so on. */
function matchBetween(pairs, then, now, [a0, a1, b0, b1], [key, ...keys]) {
  if (!key || a0 === a1 || b0 === b1) return;
  if (keys.length && a1 - a0 === 1 && b1 - b0 === 1) {
    // Nothing to choose from: what the stricter keys ask is known, or makes no difference.
    matchBetween(pairs, then, now, [a0, a1, b0, b1], keys.slice(-1));
    return;
  }
  let [a, b] = [a0, b0];
  for (const [i, j] of common(then, now, [a0, a1, b0, b1], key)) {
    matchBetween(pairs, then, now, [a, i, b, j], keys);
    pairs.set(j, i);
    [a, b] = [i + 1, j + 1];
  }
  matchBetween(pairs, then, now, [a, a1, b, b1], keys);
}

/** The longest common subsequence of two stretches, as pairs of positions (Hunt and Szymanski). */
function common(then, now, [a0, a1, b0, b1], key) {
  const places = new Map();
  for (let i = a1 - 1; i >= a0; i--) {
    const name = key(then[i]);
    if (!places.has(name)) places.set(name, []);
    // Of things that all look alike, a few candidates will do: the rest differ in nothing.
    if (places.get(name).length < 100) places.get(name).push(i);
  }
  const ends = [];
  for (let j = b0; j < b1; j++) {
    const name = key(now[j]);
    for (const i of (name === null ? [] : places.get(name) ?? [])) {
      let [low, high] = [0, ends.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ends[middle].i < i) low = middle + 1;
        else high = middle;
      }
      ends[low] = { i, j, before: ends[low - 1] };
    }
  }
  const chain = [];
  for (let at = ends.at(-1); at; at = at.before) chain.unshift([at.i, at.j]);
  return chain;
}

// ------------------------------------------------------------------ what nodes are

export const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
export const isBlank = (node) => !isElement(node) && !node.data.trim();
export const isStylesheet = (node) => isElement(node) && node.matches("link[rel~=stylesheet]");

/** What cannot become another of its kind, but is only exchanged. */
const isAtomic = (node) => isStylesheet(node) || node.localName === "script";

/* The keys, from the strictest to the loosest; null is like nothing. */
export const sourceOf = (node) => node.outerHTML ?? `${node.nodeName} ${node.data}`;
export const keyOf = (node) => (isBlank(node) ? null : sourceOf(node));
const wordsOf = (node) => {
  const words = isElement(node) && !isAtomic(node) && node.textContent.trim();
  return words ? `${node.nodeName} ${words}` : null;
};
const nameOf = (node) => (node.id && !isAtomic(node) ? `${node.nodeName} ${node.id}` : null);
const kindOf = (node) => (isAtomic(node) ? null : node.nodeName);
const KEYS = [keyOf, wordsOf, nameOf, kindOf];

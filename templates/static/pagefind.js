/* Answers a search from the index that Pagefind wrote beside a finished site's pages.

   It gives what the live server gives: pages, with texts that are cut into pieces, of which every
   second one is marked. Pagefind reads its index by parts, over HTTP: from `file:`, it cannot. */

(() => {
  "use strict";

  const MOST = 12;
  const SECTIONS = 4;
  const SPACELESS = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]/;

  let pagefind = null;

  /** Ask Pagefind, which reads its index by parts, over HTTP. */
  globalThis.devserverIndex = async (text, root) => {
    pagefind ??= import(new URL("_devserver/pagefind/pagefind.js", root)).then(async (module) => {
      await module.options({ baseUrl: root.pathname, excerptLength: 24 });
      await module.init();
      return module;
    });
    pagefind.catch(() => { pagefind = null; });
    const { results } = await (await pagefind).search(text);
    const found = await Promise.all(results.slice(0, MOST).map((result) => result.data()));
    return found.filter((page) => isMeant(page, text)).map((page) => answer(page, text, root));
  };

  const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /** Whether a page has what was looked for. Of a word that is nowhere, Pagefind drops letters from
      the end until some word begins with what is left, if need be with the first letter alone. Where
      words are not set apart, it finds parts of what was typed. */
  const isMeant = ({ excerpt, sub_results: below = [] }, text) => {
    const texts = [excerpt, ...below.map((part) => part.excerpt)].map(pieces);
    const marks = texts.flatMap((found) => found.filter((_, index) => index % 2).map(bare));
    const starts = bare(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => word.slice(0, 3));
    if (!marks.length || SPACELESS.test(text)) return true;
    return marks.some((mark) => starts.some((start) => mark.includes(start)));
  };

  const answer = ({ url, meta, excerpt, sub_results: below = [] }, text, root) => {
    const title = meta.title ?? url;
    const here = root.pathname;
    const sections = below.map((part) => {
      const anchor = decodeURIComponent(part.url.split("#")[1] ?? "");
      const own = part.title === title;
      const heading = own ? [] : marked(part.title, text);
      return { anchor: own ? "" : anchor, heading, text: pieces(part.excerpt), code: false };
    });
    const all = sections.length ? sections : [{ anchor: "", heading: [], text: pieces(excerpt) }];
    return { url: `/${url.slice(url.startsWith(here) ? here.length : 1)}`, title: marked(title, text),
      trail: "", sections: all.slice(0, SECTIONS) };
  };

  /** Pagefind's excerpts are HTML, with nothing but <mark> in it, and what stands at a word. */
  const pieces = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html").body;
    const found = [""];
    for (const node of parsed.childNodes) {
      const text = node.textContent;
      const [, before, word, after] = text.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su);
      const last = found.length - 1;
      if (node.nodeName === "MARK" && word) {
        found[last] += before;
        found.push(word, after);
      } else {
        found[last] += text;
      }
    }
    return found;
  };

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

  const marked = (title, text) => {
    const words = text.split(/\s+/).filter(Boolean).map(escaped);
    return words.length ? title.split(new RegExp(`(${words.join("|")})`, "i")) : [title];
  };
})();

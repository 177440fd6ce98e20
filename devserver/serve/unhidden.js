/* The document as the browser has it. To whoever asks the document itself for `querySelector`, a
   form or a picture of that name in the page is what stands there, and the method is hidden. */

/** Give a document from which no name in its page hides anything. */
export const unhidden = (page) => new Proxy({}, {
  get(_, name) {
    const value = Reflect.get(Document.prototype, name, page);
    return typeof value === "function" ? value.bind(page) : value;
  },
  set: (_, name, value) => Reflect.set(Document.prototype, name, value, page),
});

export const ours = unhidden(document);

/* A finished site that is opened from the disk: there, a link to a folder would list its files.

   On every host, `guide/` is answered with `guide/index.html`. A browser that reads files itself does
   not know that, so there and nowhere else the links of this site say it. Links that a script adds
   later are told when they are followed. */

(() => {
  "use strict";

  if (location.protocol !== "file:") return;

  const name = (link) => {
    const url = new URL(link.href);
    if (url.protocol !== "file:" || !url.pathname.endsWith("/")) return;
    url.pathname += "index.html";
    link.href = url.href;
  };

  const followed = (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (link) name(link);
  };

  for (const link of document.querySelectorAll("a[href], link[rel=prev], link[rel=next]")) name(link);
  for (const kind of ["click", "auxclick"]) addEventListener(kind, followed, true);
})();

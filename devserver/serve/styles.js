/* Exchanges stylesheets and pictures whose files changed, and leaves the document as it was. */

import { loaded } from "./morph.js";
import { ours as document } from "./unhidden.js";

/** Bring what stands at `urls` (decoded paths) up to date. */
export async function swap(urls) {
  // Told anew what stands there, the browser's cache gives it to whoever asks next.
  await Promise.allSettled(urls.map((url) => fetch(addressOf(url), { cache: "reload" })));
  const changed = new Set(urls);
  const named = new Set();
  const isMeant = (address) => changed.has(pathOf(address)) && named.add(pathOf(address));
  for (const picture of document.querySelectorAll("img, source")) {
    const sizes = picture.srcset.split(",").map((size) => size.trim().split(" ")[0]);
    if ([picture.src, ...sizes].filter(isMeant).length) showAgain(picture);
  }
  const linked = sheets().filter((sheet) => isMeant(sheet.href));
  // What no element names is named in a stylesheet: an import, a background, a font.
  await exchange(named.size < changed.size ? sheets() : linked);
}

/** Bring every stylesheet up to date: nobody told us what changed while we were away. */
export const swapAll = () => exchange(sheets());

/** The address of a decoded path, whatever a <base> says. */
export const addressOf = (url) =>
  location.origin + url.split("/").map(encodeURIComponent).join("/");

function pathOf(address) {
  try {
    const { origin, pathname } = new URL(address, document.baseURI);
    return origin === location.origin ? decodeURIComponent(pathname) : "";
  } catch {
    return ""; // What the author wrote there is no address.
  }
}

function sheets() {
  const linked = document.querySelectorAll("link[rel~=stylesheet][href]");
  return [...linked].filter((sheet) => pathOf(sheet.href));
}

function showAgain(picture) {
  for (const name of ["srcset", "src"]) {
    if (picture.hasAttribute(name)) picture.setAttribute(name, picture.getAttribute(name));
  }
}

/** Put a new element beside each; the old one goes when that is there, so that nothing flashes. */
async function exchange(old) {
  await Promise.all(old.map(async (sheet) => {
    const fresh = sheet.cloneNode();
    fresh.toggleAttribute("data-live-ignore", true);
    sheet.after(fresh);
    await loaded(fresh);
    // The page may have dropped the stylesheet meanwhile, or the server may be gone.
    const taken = sheet.isConnected && fresh.sheet;
    fresh.toggleAttribute("data-live-ignore", false);
    (taken ? sheet : fresh).remove();
  }));
}

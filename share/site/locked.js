// Opens the pages with the passphrase and shows one at a time. Nothing decrypted is stored.
"use strict";
(() => {
  const say = name => {
    for (const each of document.querySelectorAll("[data-said]")) each.hidden = each.dataset.said !== name;
  };
  const bytes = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
  const form = document.querySelector("form");
  if (!globalThis.crypto?.subtle || !globalThis.DecompressionStream) { form.hidden = true; say("unable"); return; }
  const sealed = JSON.parse(document.getElementById("sealed").textContent);
  let pages = {};

  async function opened(passphrase) {
    const given = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, ["deriveKey"]);
    const rule = {name: "PBKDF2", hash: "SHA-256", salt: bytes(sealed.salt), iterations: sealed.rounds};
    const key = await crypto.subtle.deriveKey(rule, given, {name: "AES-GCM", length: 256}, false, ["decrypt"]);
    const text = await crypto.subtle.decrypt({name: "AES-GCM", iv: bytes(sealed.nonce)}, key, bytes(sealed.text));
    return new Response(new Blob([text]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  }

  // Writing a document takes all listeners away, those of the window, too.
  function show() {
    const asked = decodeURIComponent(location.hash.slice(1));
    document.open();
    document.write(pages[asked] || pages["index.html"]);
    document.close();
    addEventListener("hashchange", show);
    document.addEventListener("click", event => {
      const file = event.target.closest?.("a[href]")?.getAttribute("href");
      if (!(file in pages)) return;
      event.preventDefault();
      location.hash = file;
      scrollTo(0, 0);
    });
  }

  form.addEventListener("submit", async event => {
    event.preventDefault();
    say("opening");
    try {
      pages = await opened(new FormData(form).get("passphrase"));
    } catch (error) {
      if (error.name !== "OperationError") throw error;
      say("wrong");
      return;
    }
    show();
  });
})();

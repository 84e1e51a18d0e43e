// Draws the charts of a preview once its page has rested
// One packed script at a time, while the browser is idle: a frame shares its thread with the app,
// and whoever passes by must not wait for it.
const REST = 1000; // ms
const idle = () => new Promise((done) => (window.requestIdleCallback || setTimeout)(done));

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

setTimeout(async () => {
  for (const held of document.querySelectorAll('script[type="text/plain"]')) {
    const script = document.createElement("script");
    script.textContent = await unpacked(held.textContent);
    await idle();
    document.head.append(script);
  }
}, REST);

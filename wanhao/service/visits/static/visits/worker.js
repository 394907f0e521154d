// Keeps the technician's pages on the phone: the network first, what is kept when there is none.
const PAGES = "visits-pages";
const SLOW_MILLISECONDS = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isStatic = (url) => url.pathname.startsWith("/static/");
const isPage = (url) => url.pathname === "/visits/" || /^\/visits\/jobs\/[^/]+\/$/.test(url.pathname);

async function keep(request, answer) {
  if (answer.ok && !answer.redirected) await (await caches.open(PAGES)).put(request, answer.clone());
  return answer;
}

async function networkFirst(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  const asked = fetch(request).then(async (answer) => {
    if (answer.redirected) await caches.delete(PAGES); // signed out: nothing of customers stays
    return keep(request, answer);
  });
  if (!kept) return asked;
  const slow = new Promise((resolve) => setTimeout(() => resolve(kept), SLOW_MILLISECONDS));
  return Promise.race([asked.catch(() => kept), slow]);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isStatic(url) || (event.request.mode === "navigate" && isPage(url))) event.respondWith(networkFirst(event.request));
});

async function keepAll(addresses) {
  const cache = await caches.open(PAGES);
  for (const address of new Set(addresses)) {
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) await cache.put(address, answer);
    } catch {
      return; // the network is gone: the next page keeps the rest
    }
  }
}

self.addEventListener("message", (event) => {
  if (!event.data.keep) return;
  event.waitUntil(keepAll(event.data.keep).then(() => event.source.postMessage({ kept: event.data.keep.length })));
});

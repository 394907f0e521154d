/* Live parts of a page.
 *
 * An element says what it shows: <div data-live="agent:me queue:*">, and refreshes itself with htmx on the events that
 * this script sends to the page: hx-trigger="live:agent from:document". Every stream begins with a resync, so such
 * parts need no "load" trigger. Feeds arrive as the event "live:feed:NAME" with the value in event.detail.
 * A customer's page has a stream of its own: data-stream="ADDRESS" beside data-live.
 * When the stream is lost, #stream-lost is shown and what is live turns grey until everything was read again.
 */
(() => {
  "use strict";

  const QUIET_MS = 250;          // at most one refresh of a kind in this time
  const SILENCE_MS = 40000;      // the server says something every 15 s
  const PATIENCE_MS = 1500;      // a stream that is back sooner was not lost
  const PAUSES_MS = [300, 1000, 2000, 4000, 8000, 15000];

  const root = document.documentElement;
  let source = null;
  let names = "";
  let failures = 0;
  let heardAt = Date.now();
  let reconnecting = 0;
  let barTimer = 0;
  const waiting = new Map();     // kind -> topics that came while it was quiet

  const bar = () => document.getElementById("stream-lost");

  function wanted() {
    const found = new Set();
    for (const element of document.querySelectorAll("[data-live]")) {
      for (const name of element.dataset.live.split(/\s+/)) if (name) found.add(name);
    }
    return [...found].sort().join(",");
  }

  // Sent to the body, so that it is heard there and, bubbling, on the document.
  function say(name, detail) {
    document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  function send(kind, topics) {
    say(`live:${kind}`, { topics: [...topics] });
  }

  // The first news of a kind goes out at once, what follows within QUIET_MS goes out together.
  function tell(kind, topics) {
    const held = waiting.get(kind);
    if (held) {
      topics.forEach((topic) => held.add(topic));
      return;
    }
    waiting.set(kind, new Set());
    send(kind, topics);
    setTimeout(() => {
      const late = waiting.get(kind);
      waiting.delete(kind);
      if (late.size) tell(kind, [...late]);
    }, QUIET_MS);
  }

  function hear(topics) {
    const kinds = new Map();
    const news = topics.includes("resync") ? [...names.split(","), "resync"] : topics;
    for (const topic of news) {
      const kind = topic.split(":")[0];
      if (kind === "feed") continue;
      kinds.set(kind, [...(kinds.get(kind) || []), topic]);
    }
    if (topics.includes("resync")) showFound();
    kinds.forEach((list, kind) => tell(kind, list));
  }

  function showLost(text) {
    root.classList.add("is-stale");
    const element = bar();
    if (!element) return;
    element.textContent = text || element.dataset.reconnecting;
    element.hidden = false;
  }

  function showFound() {
    clearTimeout(barTimer);
    barTimer = 0;
    root.classList.remove("is-stale");
    if (bar()) bar().hidden = true;
  }

  function close() {
    if (source) source.close();
    source = null;
  }

  function again() {
    close();
    if (reconnecting) return;
    if (!barTimer) barTimer = setTimeout(() => showLost(), PATIENCE_MS);
    const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)];
    failures += 1;
    reconnecting = setTimeout(() => {
      reconnecting = 0;
      open();
    }, pause * (0.7 + 0.6 * Math.random()));
  }

  // An EventSource does not tell why it was refused: ask once more, in plain words.
  async function askWhy(url) {
    const stop = new AbortController();
    try {
      const answer = await fetch(url, { redirect: "manual", signal: stop.signal, headers: { Accept: "application/json" } });
      const type = answer.headers.get("content-type") || "";
      if (answer.type === "opaqueredirect") return bar() && bar().dataset.signedOut;
      if (answer.status >= 400 && answer.status < 500 && type.includes("json")) return (await answer.json()).message;
    } catch (error) {
      return "";
    } finally {
      stop.abort();
    }
    return "";
  }

  function open() {
    close();
    names = wanted();
    if (!names) return;
    const address = document.querySelector("[data-stream]")?.dataset.stream ?? "/live/stream/";
    const url = `${address}?topics=${encodeURIComponent(names)}`;
    const mine = new EventSource(url);
    source = mine;
    heardAt = Date.now();
    const on = (name, act) =>
      mine.addEventListener(name, (event) => {
        heardAt = Date.now();
        failures = 0;
        act(JSON.parse(event.data));
      });
    on("live", (data) => hear(data.topics));
    on("feed", (data) => say(`live:feed:${data.name}`, data));
    on("ping", () => {});
    on("lost", () => showLost());
    on("found", () => showFound());
    mine.onerror = async () => {
      if (source !== mine) return;
      const refused = mine.readyState === EventSource.CLOSED;
      close();
      const why = refused ? await askWhy(url) : "";
      if (why) {
        clearTimeout(barTimer);
        showLost(why);
        failures = PAUSES_MS.length;
      }
      again();
    };
  }

  function openIfChanged() {
    if (wanted() !== names) open();
  }

  setInterval(() => {
    if (source && Date.now() - heardAt > SILENCE_MS) again();
  }, 5000);
  window.addEventListener("online", () => {
    if (source && !bar()?.hidden) again();
    else if (reconnecting) {
      clearTimeout(reconnecting);
      reconnecting = 0;
      open();
    }
  });
  window.addEventListener("offline", () => showLost());
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  document.addEventListener("htmx:afterSettle", openIfChanged);
  if (document.readyState === "complete") open();
  else document.addEventListener("DOMContentLoaded", open);
})();

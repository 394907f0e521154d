/** Ticking times, in the server's time: `data-clock-since`, `data-clock-until` (ISO moments) on any element. */

let ahead = 0; // how far the server's clock is ahead of ours, in ms

/** Learn the server's time from a state document. */
export function setServerTime(iso) {
  ahead = Date.parse(iso) - Date.now();
}

/** The server's time now, in ms. */
export function serverNow() {
  return Date.now() + ahead;
}

/** 187 → 3:07, 3787 → 1:03:07. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${h ? String(m).padStart(2, "0") : m}:${String(s).padStart(2, "0")}`;
  return h ? `${h}:${tail}` : tail;
}

function tick() {
  for (const element of document.querySelectorAll("[data-clock-since]")) {
    const spent = (serverNow() - Date.parse(element.dataset.clockSince)) / 1000;
    show(element, spent);
    if (element.dataset.clockLate) warn(element, spent);
  }
  for (const element of document.querySelectorAll("[data-clock-until]")) {
    const left = (Date.parse(element.dataset.clockUntil) - serverNow()) / 1000;
    show(element, left);
    element.classList.toggle("is-close", left <= 10);
  }
}

/** A clock with limits, and the card it stands on: amber from `data-clock-soon` seconds on, red from `data-clock-late`. */
function warn(element, spent) {
  const isLate = spent >= Number(element.dataset.clockLate);
  const isSoon = !isLate && spent >= Number(element.dataset.clockSoon);
  const card = element.closest("[data-chooses]");
  card.classList.toggle("is-late", isLate);
  card.classList.toggle("is-soon", isSoon);
}

function show(element, seconds) {
  const shown = Number.isFinite(seconds) ? duration(seconds) : "";
  if (!element.hasAttribute("role")) element.setAttribute("role", "timer"); // not read aloud every second
  if (element.textContent !== shown) element.textContent = shown;
}

/** Start ticking; once a page. */
export function startClock() {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSwap", tick);
}

export { tick as tickNow };

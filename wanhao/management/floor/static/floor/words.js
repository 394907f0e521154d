/** Names and texts of the floor page, and times as they are shown. */

export const words = JSON.parse(document.getElementById("floor-words").textContent);

let ahead = 0; // how far the server's clock is ahead of ours, in ms

/** Learn the server's time from what it sent. */
export function setServerTime(iso) {
  ahead = Date.parse(iso) - Date.now();
}

/** The server's time now, in ms. */
export const serverNow = () => Date.now() + ahead;

/** 187 → 3:07, 3787 → 1:03:07; nothing for none. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${h ? String(m).padStart(2, "0") : m}:${String(s).padStart(2, "0")}`;
  return h ? `${h}:${tail}` : tail;
}

/** A text with `{name}` replaced by the given values. */
export function say(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** An element with a class and a text. */
export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** A sign of the icon font. */
export function icon(name) {
  const made = element("i", `ti ti-${name}`);
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** A running time, kept ticking by `tick`. */
export function clock(since, className = "figure") {
  const made = element("span", className);
  made.dataset.at = since;
  made.textContent = duration((serverNow() - since) / 1000);
  return made;
}

/** Let all running times go on; only what is on the screen is touched. */
export function tick() {
  const now = serverNow();
  for (const one of document.querySelectorAll("[data-at]")) {
    const text = duration((now - Number(one.dataset.at)) / 1000);
    if (one.textContent !== text) one.firstChild ? (one.firstChild.nodeValue = text) : (one.textContent = text);
  }
}

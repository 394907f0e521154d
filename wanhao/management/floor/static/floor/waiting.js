/** Who waits, queue by queue, in the order in which they will be served. */

import { clock, duration, element, icon, serverNow, words } from "./words.js";

const places = new Map(); // key → value
const open = new Set(); // queues that are unfolded
const lists = new Map(); // queue → its part of the page
const root = document.querySelector("[data-waiting]");
const calm = element("p", "text-secondary mb-0", words.calm);

function meaning(queue, since) {
  const limit = words.queues[queue]?.limit ?? Infinity;
  const waited = (serverNow() - since) / 1000;
  return waited > limit ? "missed" : waited > (limit * 2) / 3 ? "close" : "quiet";
}

function line(value) {
  const row = element("li", "floor-wait");
  const why = element("button", "btn btn-sm", words.why);
  why.type = "button";
  why.dataset.why = value.waits;
  row.append(clock(value.since, `figure text-${meaning(value.queue, value.since)}`), " ", element("span", "floor-who", value.who || words.unknown));
  if (value.start) {
    const chip = element("span", "chip figure", `+${duration(value.start)}`);
    chip.title = words.head_start;
    row.append(chip);
  }
  if (value.offered) {
    const rings = icon("bell-ringing");
    rings.title = words.offered;
    row.append(rings);
  }
  row.append(why);
  return row;
}

function part(queue) {
  if (!lists.has(queue)) {
    const details = element("details", "floor-queue");
    const summary = element("summary");
    details.append(summary, element("ol"));
    details.addEventListener("toggle", () => {
      details.open ? open.add(queue) : open.delete(queue);
      show();
    });
    lists.set(queue, details);
  }
  return lists.get(queue);
}

function drawQueue(queue, rows) {
  const details = part(queue);
  const [summary, list] = details.children;
  const oldest = Math.min(...rows.map((row) => row.since));
  summary.replaceChildren(
    element("b", "", words.queues[queue]?.name ?? queue), " ",
    element("span", "figure", String(rows.length)), " ",
    clock(oldest, `figure text-${meaning(queue, oldest)}`),
  );
  const focused = document.activeElement?.dataset?.why;
  if (details.open) list.replaceChildren(...rows.sort((a, b) => a.rank - b.rank).map(line));
  if (focused) list.querySelector(`[data-why="${focused}"]`)?.focus();
  return details;
}

function show() {
  const queues = new Map();
  for (const value of places.values()) {
    if (!queues.has(value.queue)) queues.set(value.queue, []);
    queues.get(value.queue).push(value);
  }
  document.querySelector("[data-waiting-count]").textContent = String(places.size);
  const wanted = [...queues].sort(([a], [b]) => (a < b ? -1 : 1)).map(([queue, rows]) => drawQueue(queue, rows));
  const now = [...root.children];
  const parts = wanted.length ? wanted : [calm];
  if (now.length !== parts.length || now.some((one, place) => one !== parts[place])) root.replaceChildren(...parts);
}

/** Rows that came, and keys of those that went. */
export function takeWaiting(rows, gone, isWhole) {
  if (isWhole) places.clear();
  for (const key of gone) places.delete(key);
  for (const [key, value] of Object.entries(rows)) places.set(key, value);
  show();
}

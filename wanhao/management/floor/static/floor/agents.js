/** The table of agents: a row for each, changed in place; order and filters are the reader's. */

import { clock, duration, element, icon, say, words } from "./words.js";

const ORDER_MS = 4000; // rows move at most this often, and never under the pointer
const STATE_ORDER = ["not_answering", "offered", "busy", "wrap_up", "ready", "break", "training", "meeting", "offline"];
const EMPTY = Number.POSITIVE_INFINITY;

const known = new Map(); // key → { value, row, cells }
const asked = Object.fromEntries(new URLSearchParams(location.search));
const filters = { text: "", team: "", queue: "", skill: "", state: "", ...asked };
let sort = asked.sort || "state";
let isDown = asked.down === "1";
let orderedAt = 0;

const section = document.querySelector("[data-agents]");
const body = section.querySelector("tbody");

const team = (value) => words.teams[value.unit] ?? value.unit;

const SORTS = {
  state: (v) => [STATE_ORDER.indexOf(v.state), v.since],
  since: (v) => [v.since],
  name: (v) => [v.number],
  team: (v) => [team(v), v.number],
  contact: (v) => [v.contact ? v.contact.since : EMPTY],
  contacts: (v) => [-v.contacts],
  talk: (v) => [-(v.talk ?? -1)],
  wrap: (v) => [-(v.wrap ?? -1)],
  missed: (v) => [-v.missed],
  rating: (v) => [v.rating ?? EMPTY],
};

function compare(a, b) {
  const [left, right] = [SORTS[sort](a.value), SORTS[sort](b.value)];
  for (let place = 0; place < left.length; place += 1) {
    const [x, y] = [left[place], right[place]];
    const difference = typeof x === "string" ? x.localeCompare(y, document.documentElement.lang) : x === y ? 0 : x - y;
    if (difference) return isDown ? -difference : difference;
  }
  return a.value.number < b.value.number ? -1 : 1;
}

// --- a row -------------------------------------------------------------------------------------------------------

function drawState(cell, value) {
  const state = words.states[value.state];
  const badge = element("span", `meaning meaning-${state.meaning}`);
  badge.append(icon(state.icon), state.name);
  cell.replaceChildren(badge);
  if (words.reasons[value.reason]) cell.append(" ", words.reasons[value.reason]);
  if (value.wanted) cell.append(element("small", "text-close", ` ${say(words.wanted, { state: words.states[value.wanted].name })}`));
}

function drawName(cell, value) {
  const link = element("a", "floor-name", value.name);
  link.href = `#${value.number}`;
  link.dataset.card = value.number;
  link.title = say(words.open, { name: value.name });
  cell.replaceChildren(link, " ", element("span", "figure text-secondary", value.number));
}

function drawContact(cell, { contact }) {
  cell.replaceChildren();
  cell.title = "";
  if (!contact) return;
  const queue = words.queues[contact.queue]?.name ?? words.channels[contact.channel];
  cell.title = `${contact.who || words.unknown} · ${queue}`;
  cell.append(clock(contact.since), " ");
  if (contact.more) cell.append(element("span", "meaning meaning-info", say(words.more, { n: contact.more })), " ");
  if (contact.held) {
    const held = element("span", "meaning meaning-close floor-held");
    held.append(icon("player-pause"), words.held);
    cell.append(held, " ");
  }
  if (contact.phase !== "talking") cell.append(element("span", "text-secondary", `${words[contact.phase]} `));
  cell.append(element("b", "", contact.who || words.unknown), ` · ${queue}`);
}

const text = (cell, shown, title = "") => {
  cell.textContent = shown;
  cell.title = title;
};

const CELLS = [
  { of: (v) => [v.state, v.reason, v.wanted], draw: drawState },
  { of: (v) => [v.since], draw: (cell, v) => cell.replaceChildren(clock(v.since)), number: true },
  { of: (v) => [v.name, v.number], draw: drawName },
  { of: (v) => [v.unit], draw: (cell, v) => text(cell, team(v), team(v)), long: true },
  { of: (v) => [v.contact && Object.values(v.contact)], draw: drawContact },
  { of: (v) => [v.contacts], draw: (cell, v) => text(cell, String(v.contacts)), number: true },
  { of: (v) => [v.talk], draw: (cell, v) => text(cell, duration(v.talk)), number: true },
  { of: (v) => [v.wrap], draw: (cell, v) => text(cell, duration(v.wrap)), number: true },
  { of: (v) => [v.missed], draw: (cell, v) => text(cell, String(v.missed)), number: true },
  {
    of: (v) => [v.rating, v.ratings],
    draw: (cell, v) => text(cell, v.rating === null ? "–" : v.rating.toFixed(1), say(words.ratings, { n: v.ratings })),
    number: true,
  },
];

function makeRow(value) {
  const row = document.createElement("tr");
  row.dataset.number = value.number;
  const cells = CELLS.map(({ number, long }) => {
    const cell = row.insertCell();
    if (number) cell.className = "number";
    if (long) cell.className = "floor-team";
    return cell;
  });
  return { value: null, row, cells };
}

function draw(one, value) {
  const before = one.value;
  CELLS.forEach(({ of, draw: fill }, place) => {
    if (before && JSON.stringify(of(before)) === JSON.stringify(of(value))) return;
    fill(one.cells[place], value);
    if (before) glow(one.cells[place]);
  });
  one.value = value;
  one.row.hidden = !fits(value);
}

function glow(cell) {
  cell.classList.remove("glow");
  requestAnimationFrame(() => cell.classList.add("glow"));
}

// --- filters, order ------------------------------------------------------------------------------------------------

function fits(value) {
  if (filters.state && value.state !== filters.state) return false;
  if (filters.team && value.unit !== filters.team) return false;
  if (filters.queue && !value.queues.includes(filters.queue)) return false;
  if (filters.skill && !(value.skills ?? []).includes(filters.skill)) return false;
  const wanted = filters.text.trim().toLowerCase();
  return !wanted || value.name.toLowerCase().includes(wanted) || value.number.startsWith(wanted);
}

function order(now = performance.now(), isAsked = false) {
  const isTouched = section.matches(":hover") || section.contains(document.activeElement);
  if (!isAsked && (now - orderedAt < ORDER_MS || isTouched)) return;
  orderedAt = now;
  const rows = [...known.values()].sort(compare).map((one) => one.row);
  const isOrdered = rows.length === body.children.length && rows.every((row, place) => row === body.children[place]);
  if (isOrdered) return;
  const top = section.scrollTop;
  body.replaceChildren(...rows);
  section.scrollTop = top;
}

function count() {
  const states = {};
  let shown = 0;
  for (const { value, row } of known.values()) {
    states[value.state] = (states[value.state] || 0) + 1;
    if (!row.hidden) shown += 1;
  }
  for (const place of document.querySelectorAll("[data-count]")) place.textContent = String(states[place.dataset.count] || 0);
  document.querySelector("[data-shown]").textContent = say(words.shown, { shown, all: known.size });
  const nobody = section.querySelector("[data-nobody]");
  nobody.hidden = shown > 0;
  nobody.querySelector(".nothing-title").textContent = known.size ? words.nobody : words.no_agents;
  nobody.querySelector(".text-secondary").textContent = known.size ? words.nobody_hint : words.no_agents_hint;
}

/** Keep filters and order in the address, so that they can be saved and sent. */
function keep() {
  const chosen = Object.entries({ ...filters, sort: sort === "state" ? "" : sort, down: isDown ? "1" : "" }).filter(([, value]) => value);
  const query = new URLSearchParams(chosen).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

function filterAgain() {
  for (const one of known.values()) one.row.hidden = !fits(one.value);
  showFilters();
  count();
  keep();
}

function showFilters() {
  for (const button of document.querySelectorAll("[data-filter-state]")) {
    button.setAttribute("aria-pressed", String(button.dataset.filterState === filters.state));
    button.classList.toggle("is-on", button.dataset.filterState === filters.state);
  }
  for (const button of document.querySelectorAll("[data-sort]")) {
    const direction = isDown ? "descending" : "ascending";
    button.closest("th").setAttribute("aria-sort", button.dataset.sort === sort ? direction : "none");
  }
}

function onSort({ target }) {
  const wanted = target.closest("[data-sort]")?.dataset.sort;
  if (!wanted) return;
  isDown = wanted === sort ? !isDown : false;
  sort = wanted;
  order(performance.now(), true);
  showFilters();
  keep();
}

/** Begin: what the address asked for is in force. */
export function startAgents() {
  const form = document.querySelector("[data-filters]");
  for (const name of ["text", "team", "queue", "skill"]) {
    const field = form.elements[name];
    if (!field) continue;
    field.value = filters[name];
    field.addEventListener("input", () => {
      filters[name] = field.value;
      filterAgain();
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-filter-state]");
    if (!button) return;
    filters.state = filters.state === button.dataset.filterState ? "" : button.dataset.filterState;
    filterAgain();
  });
  section.addEventListener("click", onSort);
  showFilters();
}

/** Rows that came, and keys of those that went. */
export function takeAgents(rows, gone, isWhole) {
  for (const key of isWhole ? [...known.keys()].filter((one) => !(one in rows)) : gone) {
    known.get(key)?.row.remove();
    known.delete(key);
  }
  let isNew = false;
  for (const [key, value] of Object.entries(rows)) {
    if (!known.has(key)) {
      known.set(key, makeRow(value));
      isNew = true;
    }
    draw(known.get(key), value);
  }
  order(performance.now(), isNew);
  count();
}

setInterval(() => order(), 1000);

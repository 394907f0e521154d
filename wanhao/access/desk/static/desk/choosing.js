/** Several contacts at hand: a click on a card, or Alt with ↑ ↓, chooses which of them the page is about. */

import { keptValues } from "./drafts.js";
import { post } from "./server.js";
import { text } from "./texts.js";

const RECENT_MS = 3000;
const TICKET_WORDS = ["category", "text", "place"];

export class Choosing {
  #state;
  #staff;
  #wanted = ""; // asked for and not yet said back by the server
  #wantedAt = 0;
  #isAsking = false;

  constructor(state, root) {
    this.#state = state;
    this.#staff = root.dataset.staff;
    document.addEventListener("click", ({ target }) => this.#onClick(target.closest("[data-chooses]")));
    document.addEventListener("keydown", (event) => this.#onKey(event), { capture: true });
    state.addEventListener("change", ({ detail }) => this.#onChange(detail));
  }

  /** Be about this contact; what was typed about the one before is kept and comes back with it. */
  async choose(id) {
    this.expect(id);
    this.#mark(id);
    if (this.#isAsking) return; // the one who asks goes on with the newest wish
    this.#isAsking = true;
    try {
      for (let asked = ""; this.#wanted && this.#wanted !== asked; ) {
        asked = this.#wanted;
        await post(this.#urlOf(asked));
      }
    } catch (error) {
      this.#wanted = "";
      window.wanhao.toast(error.message || text("no_connection"), "error");
    } finally {
      this.#isAsking = false;
    }
    this.#state.refresh();
  }

  /** The next change of the chosen contact is the agent's own doing: the ticket form follows it. */
  expect(id) {
    this.#wanted = id;
    this.#wantedAt = Date.now();
  }

  /** Did the agent choose a moment ago? Then the typing goes there. */
  get isRecent() {
    return Date.now() - this.#wantedAt < RECENT_MS;
  }

  #onClick(card) {
    if (card && card.dataset.chooses !== this.#state.current?.chosen?.public_id) this.choose(card.dataset.chooses);
  }

  #onKey(event) {
    const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const all = this.#state.current?.at_hand ?? [];
    if (!step || all.length < 2 || document.querySelector("dialog:modal")) return;
    event.preventDefault();
    const now = this.#wanted || this.#state.current.chosen?.public_id;
    const place = all.findIndex((one) => one.public_id === now);
    this.choose(all[(place + step + all.length) % all.length].public_id);
  }

  #urlOf(id) {
    const one = this.#state.current?.at_hand.find((other) => other.public_id === id);
    return one?.urls.choice ?? document.querySelector(`[data-chooses="${id}"]`).dataset.url;
  }

  #mark(id) {
    for (const card of document.querySelectorAll("#at-hand [data-chooses]")) {
      if (card.dataset.chooses === id) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    }
  }

  /** The ticket form belongs to the chosen contact: where one was begun for it, it opens again. */
  #onChange({ before, now }) {
    const { chosen } = now;
    if (!chosen || chosen.public_id !== this.#wanted) return;
    this.#wanted = "";
    if (before?.chosen?.public_id === chosen.public_id) return;
    const kept = keptValues(`ticket:${this.#staff}:${chosen.public_id}`);
    const isBegun = TICKET_WORDS.some((name) => kept[name]);
    const list = document.getElementById("side").getAttribute("hx-get");
    window.htmx.ajax("GET", isBegun ? chosen.urls.ticket : list, { target: "#side" });
  }
}

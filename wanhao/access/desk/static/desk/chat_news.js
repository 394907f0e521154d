/** News of chats wherever the agent looks: offers with sound and title, unread words, chats that went or were ended. */

import { post } from "./server.js";
import { chime, knock } from "./sound.js";
import { text } from "./texts.js";

const CHIME_MS = 3000;
const isChat = (phase) => (one) => one.chat && one.phase === phase;
const say = (words, level) => window.wanhao.toast(words, level);

export class ChatNews {
  #told = new Set(); // offers of which the server knows that they are shown
  #ownDoing = new Set(); // chats this agent has just ended or passed on
  #chiming = 0;
  #title = document.title;

  constructor({ state, root, choosing }) {
    this.state = state;
    this.root = root;
    this.choosing = choosing;
    state.addEventListener("change", ({ detail: { before, now } }) => this.#onChange(before?.at_hand ?? [], now));
    document.addEventListener("click", ({ target }) => this.#onClick(target));
    document.addEventListener("visibilitychange", () => state.current && this.#showTitle(state.current.at_hand));
  }

  /** What happens to this chat next is the agent's own doing: nobody need tell them. */
  expectGone(id) {
    this.#ownDoing.add(id);
  }

  #onChange(before, now) {
    const offers = now.at_hand.filter(isChat("offered"));
    for (const one of offers) this.#noteShown(one);
    this.#chimeWhile(offers.length > 0);
    this.#showTitle(now.at_hand);
    this.#hear(before, now);
    for (const one of before.filter(isChat("talking"))) this.#tellGone(one, now);
  }

  #noteShown(one) {
    if (this.#told.has(one.chat.offer)) return;
    this.#told.add(one.chat.offer);
    document.getElementById("chat-alert").textContent = `${text("chat_offered")}: ${one.chat.who}`; // said aloud once
    post(one.urls.ringing).catch(() => this.#told.delete(one.chat.offer));
  }

  #chimeWhile(isOffered) {
    if (isOffered && !this.#chiming) {
      chime();
      this.#chiming = setInterval(chime, CHIME_MS);
    }
    if (!isOffered) {
      clearInterval(this.#chiming);
      this.#chiming = 0;
    }
  }

  #showTitle(all) {
    const unread = all.reduce((sum, one) => sum + (one.chat?.unread ?? 0), 0);
    const isOffered = all.some(isChat("offered"));
    document.title = isOffered ? `● ${text("chat_offered")} · ${this.#title}` : unread ? `(${unread}) ${this.#title}` : this.#title;
  }

  /** A customer wrote where the agent does not look. */
  #hear(before, now) {
    const known = new Map(before.map((one) => [one.public_id, one.chat?.unread ?? 0]));
    const isNew = (one) => known.has(one.public_id) && one.chat.unread > known.get(one.public_id);
    const isElsewhere = (one) => document.hidden || one.public_id !== now.chosen?.public_id;
    if (now.at_hand.filter(isChat("talking")).some((one) => isNew(one) && isElsewhere(one))) knock();
  }

  #tellGone(one, now) {
    if (now.at_hand.some((other) => other.public_id === one.public_id && other.phase === "talking")) return;
    const isOwn = this.#ownDoing.delete(one.public_id);
    const isStillShown = now.chosen?.public_id === one.public_id;
    const isReturned = now.returned.includes(one.public_id);
    if (isOwn || (isStillShown && !isReturned)) return;
    say(text(isReturned ? "chat_returned" : "chat_over", { who: one.chat.who }), isReturned ? "warning" : "info");
  }

  // --- what the agent does -------------------------------------------------------------------------------------------

  #onClick(target) {
    const taken = target.closest("[data-takes]");
    if (taken) this.#answer(taken, () => this.choosing.expect(taken.dataset.takes));
    const left = target.closest("[data-leaves]");
    if (left) this.#answer(left);
    const ended = target.closest("[data-ends]");
    if (ended) this.#end(ended);
    const passed = target.closest('[data-opens="#chat-transfer"]');
    if (passed) window.htmx.ajax("GET", passed.dataset.url, { target: "#chat-transfer-body" });
  }

  async #answer(button, prepare = () => {}) {
    button.disabled = true;
    prepare();
    await this.#ask(button.dataset.url);
    button.disabled = false;
  }

  async #end(button) {
    if (!(await window.wanhao.ask(button.dataset.question))) return;
    this.expectGone(button.closest(".chat").dataset.contact);
    await this.#ask(button.dataset.url);
  }

  async #ask(url) {
    try {
      await post(url);
    } catch (error) {
      say(error.message || text("no_connection"), "error");
    }
    this.state.refresh();
  }
}

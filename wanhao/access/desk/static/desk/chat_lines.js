/** The lines of a chat: those of the server, and below them what is on its way. */

import { text } from "./texts.js";

const NEAR_PX = 48;

export class ChatLines {
  constructor(box) {
    this.box = box;
    this.list = box.querySelector(".chat-lines");
    this.last = Number(box.dataset.last);
    this.list.addEventListener("load", () => this.#follow(), { capture: true }); // a picture has got its height
    this.list.addEventListener("scroll", () => this.#isAtEnd() && this.#tellBelow(false));
    this.toEnd();
  }

  /** Add lines the server wrote; what is here already stays. Answers whether any was new. */
  add(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = [...template.content.querySelectorAll("[data-number]")].filter((line) => Number(line.dataset.number) > this.last);
    if (!fresh.length) return false;
    const isFollowed = this.#isAtEnd() || fresh.some((line) => line.matches(".is-agent"));
    for (const line of fresh) {
      this.#pendingOf(line.dataset.clientKey)?.remove();
      const first = this.list.querySelector(".is-pending");
      this.list.insertBefore(line, first);
      this.last = Number(line.dataset.number);
    }
    if (isFollowed) this.toEnd();
    else this.#tellBelow(true);
    return true;
  }

  /** Show what is on its way: [{key, text, problem}]; `acts` are the buttons of what was refused. */
  pending(entries, acts) {
    for (const line of this.list.querySelectorAll(".is-pending")) {
      if (!entries.some((one) => one.key === line.dataset.clientKey)) line.remove();
    }
    for (const one of entries) {
      const line = this.#pendingOf(one.key) ?? this.#newPending(one);
      const sign = line.querySelector(".chat-sending");
      sign.replaceChildren(one.problem || text("chat_sending"), ...(one.problem ? acts(one) : []));
      line.classList.toggle("is-refused", Boolean(one.problem));
    }
  }

  /** What the customer has seen of ours. */
  read(number) {
    for (const line of this.list.querySelectorAll(".chat-line.is-agent:not(.is-read)")) {
      if (Number(line.dataset.number) <= number) line.classList.add("is-read");
    }
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.#tellBelow(false);
  }

  #pendingOf(key) {
    return key && this.list.querySelector(`.is-pending[data-client-key="${key}"]`);
  }

  #newPending({ key, text: words }) {
    const line = Object.assign(document.createElement("div"), { className: "chat-line is-agent is-pending" });
    line.dataset.clientKey = key;
    line.append(
      Object.assign(document.createElement("p"), { className: "chat-words", textContent: words }),
      Object.assign(document.createElement("p"), { className: "chat-sending" }),
    );
    this.list.append(line);
    this.toEnd();
    return line;
  }

  #isAtEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_PX;
  }

  #follow() {
    if (!this.box.classList.contains("has-below")) this.toEnd();
  }

  #tellBelow(isBelow) {
    this.box.classList.toggle("has-below", isBelow);
  }
}

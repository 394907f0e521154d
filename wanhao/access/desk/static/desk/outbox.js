/**
 * What the agent has sent and the server does not have yet: kept in this browser, also over a reload, and sent again
 * under the same key until it is taken (then the server keeps it once) or refused.
 */

import { newKey } from "../new_key.js";
import { post } from "./server.js";

const AGAIN_MS = 3000;
const CLIENT_FAULT = (status) => status >= 400 && status < 500 && status !== 429;

export class Outbox extends EventTarget {
  #slot;
  #again = 0;
  #isSending = false;

  constructor(staff) {
    super();
    this.#slot = `wanhao.outbox.${staff}`;
    window.addEventListener("online", () => this.send());
    this.send();
  }

  /** What waits for a contact, in order: {key, contact, url, text, problem}. */
  of(contact) {
    return this.#read().filter((one) => one.contact === contact);
  }

  /** Keep a text and send it. */
  put(contact, url, text) {
    this.#write([...this.#read(), { key: newKey(), contact, url, text, problem: "" }]);
    this.#changed(contact);
    this.send();
  }

  /** Take one out that was refused; answers its text. */
  drop(key) {
    const one = this.#read().find((other) => other.key === key);
    this.#write(this.#read().filter((other) => other.key !== key));
    if (one) this.#changed(one.contact);
    return one?.text ?? "";
  }

  /** Send what waits, one after the other. */
  async send() {
    if (this.#isSending) return;
    this.#isSending = true;
    clearTimeout(this.#again);
    try {
      for (let one = this.#next(); one; one = this.#next()) await this.#sendOne(one);
    } catch (error) {
      if (error.status === undefined) throw error; // our own mistake, not the network's
      this.#again = setTimeout(() => this.send(), AGAIN_MS);
    } finally {
      this.#isSending = false;
    }
  }

  #next() {
    return this.#read().find((one) => !one.problem);
  }

  async #sendOne({ key, contact, url, text }) {
    try {
      await post(url, { text, client_key: key });
      this.#write(this.#read().filter((one) => one.key !== key));
      this.dispatchEvent(new CustomEvent("sent", { detail: { contact } }));
    } catch (error) {
      if (!CLIENT_FAULT(error.status)) throw error;
      this.#write(this.#read().map((one) => (one.key === key ? { ...one, problem: error.message || "?" } : one)));
      this.#changed(contact);
    }
  }

  #read() {
    return JSON.parse(localStorage.getItem(this.#slot) ?? "[]");
  }

  #write(entries) {
    if (entries.length) localStorage.setItem(this.#slot, JSON.stringify(entries));
    else localStorage.removeItem(this.#slot);
  }

  #changed(contact) {
    this.dispatchEvent(new CustomEvent("change", { detail: { contact } }));
  }
}

/** The chosen chat: its lines as they come, the typing box, pictures and files, what was seen. */

import { forget, keep, keptValues } from "./drafts.js";
import { ChatLines } from "./chat_lines.js";
import { newKey } from "../new_key.js";
import { Outbox } from "./outbox.js";
import { Phrases } from "./phrases.js";
import { getText, post, upload } from "./server.js";
import { text } from "./texts.js";

const SIGN_MS = 20000; // while typing, the server is told so often that somebody is there
const TYPING = "input, textarea, select";

export class ChatPanel {
  #files = new Map(); // key → {contact, key, file, text, problem}: a file cannot be kept over a reload
  #lines = null;
  #box = null;
  #isFetching = false;
  #signedAt = 0;
  #seen = 0;

  constructor({ state, root, choosing }) {
    this.state = state;
    this.staff = root.dataset.staff;
    this.choosing = choosing;
    this.outbox = new Outbox(this.staff);
    this.outbox.addEventListener("change", () => this.#showPending());
    this.outbox.addEventListener("sent", () => this.#fetch());
    state.addEventListener("change", () => this.#follow());
    document.addEventListener("htmx:afterSwap", ({ detail }) => detail.target.id === "chat" && this.#adopt());
    document.addEventListener("visibilitychange", () => this.#tellSeen());
    this.#watch(document.getElementById("chat"));
    this.#adopt();
  }

  #watch(part) {
    part.addEventListener("submit", (event) => this.#onSubmit(event));
    part.addEventListener("keydown", (event) => this.#onKey(event));
    part.addEventListener("input", ({ target }) => target.name === "text" && this.#onTyping());
    part.addEventListener("change", ({ target }) => target.type === "file" && this.#sendFiles(target.files, target));
    part.addEventListener("paste", (event) => this.#onFiles(event, event.clipboardData));
    part.addEventListener("drop", (event) => this.#onFiles(event, event.dataTransfer));
    part.addEventListener("dragover", (event) => this.form && event.preventDefault());
    part.addEventListener("click", (event) => this.#onClick(event));
  }

  get contact() {
    return this.#box?.dataset.contact ?? "";
  }

  get form() {
    return this.#box?.querySelector(".chat-form");
  }

  /** Another chat is before the agent, or the same one anew. */
  #adopt() {
    this.#box = document.querySelector("#chat .chat");
    this.#lines = this.#box && new ChatLines(this.#box);
    this.#seen = 0;
    if (!this.#box) return;
    if (this.form) this.#begin(this.form);
    else this.#tellUnsent();
    this.#showPending();
    this.#follow();
  }

  #begin(form) {
    const phrases = JSON.parse(document.getElementById("chat-phrases").textContent);
    this.phrases = new Phrases(form.elements.text, form.querySelector(".chat-phrases"), phrases);
    if (this.choosing.isRecent || !document.activeElement?.matches(TYPING)) form.elements.text.focus();
  }

  /** The chat ended, or went to others, while something was being typed: it is shown, so that it can be copied. */
  #tellUnsent() {
    const { text: words } = keptValues(`chat:${this.staff}:${this.contact}`);
    if (words?.trim()) this.#lines.pending([{ key: "unsent", text: words, problem: text("chat_unsent") }], () => []);
  }

  // --- what comes ----------------------------------------------------------------------------------------------------

  #follow() {
    const one = this.state.current?.at_hand.find((other) => other.public_id === this.contact);
    if (!this.#lines || !one?.chat) return;
    this.#lines.read(one.chat.customer_read);
    if (one.chat.last > this.#lines.last) this.#fetch();
    else this.#tellSeen();
  }

  async #fetch() {
    if (this.#isFetching || !this.#lines) return;
    this.#isFetching = true;
    const lines = this.#lines;
    try {
      lines.add(await getText(`${this.#box.dataset.messagesUrl}?after=${lines.last}`));
    } catch (error) {
      if (error.status === undefined) throw error; // the next news, or the stream coming back, asks again
    } finally {
      this.#isFetching = false;
    }
    if (lines !== this.#lines) return this.#follow();
    this.#showPending();
    this.#tellSeen();
  }

  /** The agent has the page before them: all that is shown has been seen. */
  #tellSeen() {
    if (!this.form || document.hidden || !this.#lines || this.#lines.last <= this.#seen) return;
    this.#seen = this.#lines.last;
    this.#sign();
  }

  #sign() {
    this.#signedAt = Date.now();
    post(this.#box.dataset.readingUrl, { number: this.#lines.last }).catch(() => (this.#seen = 0));
  }

  // --- what goes -----------------------------------------------------------------------------------------------------

  #onSubmit(event) {
    event.preventDefault();
    const form = event.target;
    const words = form.elements.text.value.trim();
    if (!words) return;
    this.outbox.put(this.contact, this.#box.dataset.messagesUrl, words);
    form.elements.text.value = "";
    forget(form);
    this.phrases.close();
  }

  #onKey(event) {
    if (event.target.name !== "text" || event.isComposing || this.phrases.takesKey(event)) return;
    if (event.key === "Escape") event.target.blur(); // single keys work again
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #onTyping() {
    if (Date.now() - this.#signedAt > SIGN_MS) this.#sign();
  }

  #onFiles(event, data) {
    if (!this.form || !data?.files.length) return;
    event.preventDefault();
    this.#sendFiles(data.files);
  }

  #sendFiles(files, field = null) {
    for (const file of files) {
      const one = { contact: this.contact, key: newKey(), file, text: file.name, problem: "", url: this.#box.dataset.filesUrl };
      this.#files.set(one.key, one);
      this.#sendFile(one);
    }
    if (field) field.value = "";
  }

  async #sendFile(one) {
    one.problem = "";
    this.#showPending();
    try {
      await upload(one.url, { file: one.file, client_key: one.key });
      this.#files.delete(one.key);
      this.#fetch();
    } catch (error) {
      if (error.status === undefined) throw error;
      one.problem = error.message || text("no_connection");
      this.#showPending();
    }
  }

  // --- what is on its way --------------------------------------------------------------------------------------------

  #showPending() {
    if (!this.form) return;
    const files = [...this.#files.values()].filter((one) => one.contact === this.contact);
    this.#lines.pending([...this.outbox.of(this.contact), ...files], (one) => this.#acts(one));
  }

  #acts(one) {
    const make = (act, label) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: text(label) });
      Object.assign(button.dataset, { act, of: one.key });
      return button;
    };
    return one.file ? [make("again", "chat_again"), make("drop", "chat_drop")] : [make("back", "chat_back")];
  }

  #onClick({ target }) {
    const { act, of } = target.closest("[data-act]")?.dataset ?? {};
    if (act === "again") this.#sendFile(this.#files.get(of));
    if (act === "drop") this.#files.delete(of) && this.#showPending();
    if (act === "back") this.#putBack(this.outbox.drop(of));
    if (act === "below") this.#lines.toEnd();
  }

  #putBack(words) {
    const box = this.form.elements.text;
    box.value = [box.value, words].filter(Boolean).join("\n");
    keep(this.form);
    box.focus();
  }
}

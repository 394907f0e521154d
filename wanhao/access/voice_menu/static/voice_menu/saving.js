/**
 * Keeps the draft on the server while it is edited. Each save names the state it was made from: when somebody else
 * saved meanwhile, nothing is overwritten; the person chooses. What is not saved yet is kept in this tab, also over a
 * reload.
 */

import { address, get, send } from "./server.js";
import { text } from "./texts.js";

const PAUSE = 700;
const AGAIN = 5000;

export class Saving extends EventTarget {
  #timer = null;
  #running = false;
  #isChanged = false;

  constructor(graph, version) {
    super();
    this.graph = graph;
    this.version = version;
    this.state = "saved"; // saved, changed, saving, waiting, conflict
    this.message = "";
    this.keptName = `voice-menu:${address("draft")}`;
    graph.addEventListener("change", () => this.#changed());
    addEventListener("beforeunload", (event) => this.isUnsaved && event.preventDefault());
  }

  get isUnsaved() {
    return this.state !== "saved";
  }

  /** What a reload interrupted, if it was made from the draft as it still is. */
  restore() {
    const kept = JSON.parse(sessionStorage.getItem(this.keptName) ?? "null");
    if (!kept) return;
    this.graph.load(kept.draft, { keepUndo: true });
    this.#changed();
    if (kept.version !== this.version) this.#conflict();
    window.wanhao.toast(document.getElementById("words").dataset.draft);
  }

  /** Save at once and wait for it; false when it could not be. */
  async settle() {
    clearTimeout(this.#timer);
    while (this.#running) await new Promise((resolve) => setTimeout(resolve, 50));
    if (this.isUnsaved) await this.#save();
    return this.state === "saved";
  }

  /** Somebody else's draft replaces ours, which undo brings back. */
  async takeTheirs() {
    const theirs = await get(address("draft"));
    this.#isChanged = false;
    this.graph.load(theirs.draft, { keepUndo: true });
    this.#saved(theirs);
  }

  /** Ours replaces theirs. */
  async keepMine() {
    this.version = (await get(address("draft"))).version;
    this.#set("changed");
    await this.#save();
  }

  #changed() {
    this.#isChanged = true;
    sessionStorage.setItem(this.keptName, JSON.stringify({ version: this.version, draft: this.graph.document }));
    if (this.state === "conflict") return;
    this.#set("changed");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), PAUSE);
  }

  async #save() {
    if (this.#running || this.state === "conflict") return;
    this.#running = true;
    this.#isChanged = false;
    this.#set("saving");
    try {
      this.#saved(await send(address("draft"), { draft: this.graph.document, version: this.version }));
    } catch (error) {
      this.#isChanged = true;
      if (error.status === 409) this.#conflict();
      else this.#wait(error.message);
    } finally {
      this.#running = false;
    }
    if (this.#isChanged && this.state === "saved") this.#changed();
  }

  #saved(answer) {
    this.version = answer.version;
    if (!this.#isChanged) sessionStorage.removeItem(this.keptName);
    this.#set("saved");
    this.dispatchEvent(new CustomEvent("answer", { detail: answer }));
  }

  #conflict() {
    clearTimeout(this.#timer);
    this.#set("conflict");
  }

  #wait(message) {
    this.#set("waiting", message);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), AGAIN);
  }

  #set(state, message = "") {
    this.state = state;
    this.message = message || text(`save_${state}`);
    this.dispatchEvent(new Event("state"));
  }
}

/** What the server says about this desk: agent, contact, phone. Read again whenever something happened. */

import { getJson } from "./server.js";
import { setServerTime } from "./clock.js";

const AGAIN_MS = 3000; // after an answer that did not come

export class DeskState extends EventTarget {
  #isReading = false;
  #isStale = false;
  #again = 0;

  constructor(url) {
    super();
    this.url = url;
    this.current = null;
  }

  /** Read the state now; calls during a reading lead to one more reading. */
  async refresh() {
    if (this.#isReading) {
      this.#isStale = true;
      return;
    }
    this.#isReading = true;
    try {
      do {
        this.#isStale = false;
        this.#take(await getJson(this.url));
      } while (this.#isStale);
    } catch (error) {
      if (error.status === undefined) throw error; // our own mistake, not the network's
      clearTimeout(this.#again);
      this.#again = setTimeout(() => this.refresh(), AGAIN_MS);
    } finally {
      this.#isReading = false;
    }
  }

  #take(fresh) {
    const before = this.current;
    this.current = fresh;
    setServerTime(fresh.now);
    for (const [part, mark] of Object.entries(fresh.parts)) {
      if (before && before.parts[part] !== mark) document.body.dispatchEvent(new CustomEvent(`desk:${part}`));
    }
    this.dispatchEvent(new CustomEvent("change", { detail: { before, now: fresh } }));
  }
}

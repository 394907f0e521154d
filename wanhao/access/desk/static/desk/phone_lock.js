/** One tab of the browser is the phone: a lock held as long as the tab lives. */

export class PhoneLock {
  constructor(name) {
    this.name = name;
    this.release = null;
  }

  /** Can this browser hold locks here? Only pages of a secure address can. */
  static get isPossible() {
    return Boolean(navigator.locks);
  }

  /**
   * Wait for the lock and call `onHeld`; call `onWaiting` when another tab has it, `onLost` when it is taken away.
   * With `steal` the other tab loses it at once.
   */
  async hold({ onHeld, onWaiting, onLost, steal = false }) {
    if (!steal && (await this.#isTaken())) onWaiting();
    try {
      await navigator.locks.request(this.name, { steal }, () => {
        onHeld();
        return new Promise((resolve) => (this.release = resolve));
      });
    } catch (error) {
      if (error.name !== "AbortError") throw error;
      this.release = null;
      onLost();
    }
  }

  /** Let another tab be the phone. */
  letGo() {
    this.release?.();
    this.release = null;
  }

  async #isTaken() {
    const { held } = await navigator.locks.query();
    return held.some((lock) => lock.name === this.name);
  }
}

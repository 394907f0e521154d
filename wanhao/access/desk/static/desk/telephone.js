/**
 * The telephone of a page: the browser's softphone, the lock that lets one tab be it, and the bar with its buttons.
 * The desk and the floor have the same one; what else a page does with a call is the page's own.
 */

import { microphoneState, onDevicesChanged } from "./devices.js";
import { PhoneLock } from "./phone_lock.js";
import { PhonePanel, phaseOf } from "./phone_panel.js";
import { getJson, post, ServerError } from "./server.js";
import { startSettings } from "./settings.js";
import { Softphone } from "./softphone.js";
import { beep, isSilenced, prepareSound, startRinging, stopRinging } from "./sound.js";
import { text } from "./texts.js";

const RESUME_MS = 1500; // the server may have noticed by itself, or the call is just being taken
const say = (words, level) => window.wanhao.toast(words, level);

export class Telephone {
  #microphone = "ok";
  #resuming = 0;
  #role = "idle"; // idle, phone (this tab is the telephone), other-tab
  #onShow;

  /** @param root the element with `data-staff` and `data-phone-url`; `onShow(phase)` is called whenever it is drawn */
  constructor({ root, state, onShow = () => {} }) {
    this.state = state;
    this.phone = new Softphone(document.getElementById("customer-voice"));
    this.#onShow = onShow;
    this.url = root.dataset.phoneUrl;
    this.panel = new PhonePanel(document.getElementById("phone"));
    this.lock = new PhoneLock(`wanhao-phone-${root.dataset.staff}`);
    this.#watch();
  }

  /** none, offered, ringing, calling, talking, resuming. */
  get phase() {
    return phaseOf(this.state.current, this.phone);
  }

  /** Ask the server something of the live call; its words are shown when it refuses. */
  async ask(what, fields = {}) {
    const url = this.state.current?.contact?.urls[what];
    if (!url) return;
    try {
      await post(url, fields);
    } catch (error) {
      say(error.message || text("no_connection"), "error");
    }
    this.state.refresh();
  }

  /** Draw the bar, ring or be silent. */
  show() {
    const [state, phone, microphone] = [this.state.current, this.phone.snapshot(), this.#microphone];
    this.panel.show({ state, phone, line: this.#line(), microphone, isSilenced: isSilenced() });
    this.#ring();
    this.#onShow(this.phase);
  }

  #line() {
    if (this.state.current?.phone.kind === "sip") return "sip";
    return this.#role === "phone" ? this.phone.line : this.#role;
  }

  #ring() {
    const { current } = this.state;
    const isOffered = current?.contact?.phase === "offered" && current.phone.kind === "sip";
    if (this.phone.call?.phase === "ringing" || isOffered) startRinging();
    else stopRinging();
  }

  // --- what the buttons do -----------------------------------------------------------------------------------------

  #does = {
    answer: () => this.phone.answer(),
    decline: () => this.phone.hangUp(),
    "hang-up": () => this.#hangUp(),
    hold: () => this.ask(this.state.current?.contact?.is_held ? "resume" : "hold"),
    complete: () => this.ask("complete_transfer"),
    conference: () => this.ask("conference"),
    "consult-cancel": () => this.ask("consult_cancel"),
    listen: () => this.ask("listen"),
    whisper: () => this.ask("whisper"),
    join: () => this.ask("join"),
    "take-over-call": () => this.ask("take_over"),
    mute: () => this.phone.mute(!this.phone.call?.isMuted),
    "take-over": () => this.#seek({ steal: true }),
    allow: () => this.#checkMicrophone({ ask: true }),
  };

  #hangUp() {
    if (this.phone.call) this.phone.hangUp();
    else this.ask("leave" in (this.state.current?.contact?.urls ?? {}) ? "leave" : "hang_up");
  }

  // --- which tab is the telephone ------------------------------------------------------------------------------------

  async #become() {
    this.#role = "phone";
    this.show();
    try {
      this.phone.start(await getJson(this.url));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      setTimeout(() => this.#become(), 3000); // the server is away: the bar says so, and the line comes back by itself
    }
    this.#checkMicrophone({ ask: true });
  }

  #stopBeing(next) {
    this.#role = next;
    this.phone.stop();
    this.show();
  }

  #seek({ steal = false } = {}) {
    if (!PhoneLock.isPossible) {
      this.#become();
      return;
    }
    this.lock.hold({
      steal,
      onHeld: () => this.#become(),
      onWaiting: () => this.#stopBeing("other-tab"),
      onLost: () => {
        this.#stopBeing("other-tab");
        this.#seek(); // wait in line, to take over when the other tab is closed
      },
    });
  }

  async #checkMicrophone({ ask = false } = {}) {
    this.#microphone = await microphoneState({ ask });
    this.show();
  }

  // --- what happens --------------------------------------------------------------------------------------------------

  /** Calls that continue one we already had, that we asked to be in, and those of agents who wish it, are taken by themselves. */
  #onRinging({ detail }) {
    const mine = this.state.current?.contact;
    const isContinued = detail.isResumed || (mine?.phase === "talking" && (!detail.contact || mine.public_id === detail.contact));
    if (isContinued || detail.purpose === "supervise" || this.state.current?.phone.auto_answer) {
      beep();
      this.phone.answer();
    }
    this.state.refresh();
  }

  /** The server still has a call that this telephone lost in a reload or with the network: ask to be rung again. */
  #resumeSoon() {
    clearTimeout(this.#resuming);
    this.#resuming = setTimeout(() => {
      const isLost = this.phase === "resuming" && this.state.current.contact.is_live;
      if (isLost && this.phone.line === "registered") this.ask("ring_again");
    }, RESUME_MS);
  }

  #onEnded({ detail }) {
    if (detail.direction === "out" && detail.phase === "calling" && detail.originator === "remote") {
      say(text("dial_failed", { status: detail.status ?? "", cause: detail.cause }), "warning");
    }
    this.state.refresh();
  }

  #onState({ detail: { before, now } }) {
    const kind = now.phone.kind;
    if (kind === "sip" && before?.phone.kind !== "sip") {
      this.lock.letGo();
      this.#stopBeing("idle");
    } else if (kind === "browser" && before?.phone.kind !== "browser") {
      this.#seek();
    }
    if (now.contact?.problem && now.contact.problem !== before?.contact?.problem) say(now.contact.problem, "error");
    this.show();
    this.#resumeSoon();
  }

  #watch() {
    const refresh = () => this.state.refresh();
    prepareSound(() => this.show());
    startSettings(this.phone);
    this.phone.addEventListener("change", () => {
      this.show();
      this.#resumeSoon();
    });
    this.phone.addEventListener("ringing", (event) => this.#onRinging(event));
    this.phone.addEventListener("talking", refresh);
    this.phone.addEventListener("ended", (event) => this.#onEnded(event));
    this.phone.addEventListener("nomicrophone", () => this.#checkMicrophone());
    this.state.addEventListener("change", (event) => this.#onState(event));
    onDevicesChanged(() => this.#checkMicrophone());
    for (const name of ["live:agent", "live:contact", "live:resync"]) document.addEventListener(name, refresh);
    document.addEventListener("visibilitychange", () => document.hidden || refresh());
    window.addEventListener("online", refresh);
    document.addEventListener("click", ({ target }) => this.#does[target.closest("[data-does]")?.dataset.does]?.());
    window.addEventListener("beforeunload", (event) => {
      if (["ringing", "calling", "talking"].includes(this.phase) && this.phone.call) event.preventDefault();
    });
  }
}

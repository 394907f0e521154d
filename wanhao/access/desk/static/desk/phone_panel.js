/** Shows the telephone in the bar: the line's state in words, the call's phase and its buttons. */

import { text } from "./texts.js";

/** What the line is, as a class of sign: good, waiting or bad. */
const SIGN = { registered: "good", connecting: "waiting", off: "waiting", sip: "good", idle: "waiting" };

/**
 * The phase of the call as the agent sees it, from the server's word and the browser's telephone:
 * none, offered, ringing, calling, talking, resuming (our telephone lost a call that the server still has).
 */
export function phaseOf(state, phone) {
  const served = state?.contact?.phase;
  if (phone.call) return phone.call.phase === "answering" ? "ringing" : phone.call.phase;
  if (state?.phone.kind === "sip") return { offered: "ringing", talking: "talking", ...beside(state) }[served] ?? "none";
  return { offered: "offered", talking: "resuming" }[served] ?? "none";
}

/** In a colleague's call: ringing until taken, then talking. */
function beside({ contact }) {
  const phase = contact?.answered_at ? "talking" : "ringing";
  return { consulted: phase, supervising: phase };
}

const PRESSED = { listen: "listens", whisper: "whispers", join: "joined" };

export class PhonePanel {
  constructor(root) {
    this.root = root;
  }

  /** Draw everything from {state, phone, line, microphone, isSilenced}. */
  show({ state, phone, line, microphone, isSilenced }) {
    const phase = phaseOf(state, phone);
    this.root.dataset.phase = phase;
    this.root.dataset.kind = state?.phone.kind ?? "browser";
    this.root.dataset.beside = state?.contact?.role ? state.contact.phase : "";
    this.showConsulted(state?.contact?.phase === "talking" ? state.contact.consulted : null);
    this.showLine(line, phone, microphone, isSilenced);
    this.showCall(phase, state, phone);
  }

  showLine(line, phone, microphone, isSilenced) {
    const trouble = line !== "sip" && ["denied", "missing", "insecure", "ask"].includes(microphone) ? microphone : "";
    const sign = trouble && trouble !== "ask" ? "bad" : (SIGN[line] ?? "bad");
    this.root.dataset.sign = sign;
    this.put("line", text(`line_${line}`, { cause: phone.problem }));
    const help = trouble ? text(`microphone_${trouble}`) : text(`line_${line}_help`);
    this.put("help", help === `line_${line}_help` ? "" : help);
    this.part("certificate").hidden = line !== "refused";
    this.part("certificate").href = phone.wss.replace(/^wss:/, "https:");
    this.part("take-over").hidden = line !== "other-tab";
    this.part("allow").hidden = trouble !== "ask";
    this.part("silenced").hidden = !isSilenced || line === "sip";
  }

  showCall(phase, state, phone) {
    const since = phone.call?.since ?? (phase === "talking" ? state?.contact?.answered_at : null);
    const timer = this.part("timer");
    timer.hidden = !since;
    if (since) timer.dataset.clockSince = state?.contact?.answered_at ?? since;
    this.put("phase", phase === "none" ? "" : text(`phase_${phase}${state?.phone.kind === "sip" ? "_sip" : ""}`));
    this.put("number", phone.call?.direction === "out" ? phone.call.number : "");
    const isHeld = Boolean(state?.contact?.is_held);
    this.press("hold", isHeld, text(isHeld ? "resume" : "hold"));
    for (const [name, role] of Object.entries(PRESSED)) this.press(name, state?.contact?.role === role);
    const isMuted = Boolean(phone.call?.isMuted);
    this.press("mute", isMuted, text(isMuted ? "unmute" : "mute"));
  }

  /** Whom the agent asks, and how far that is. */
  showConsulted(consulted) {
    this.root.dataset.consult = consulted?.phase ?? "";
    this.put("consulted", consulted ? text(`consult_${consulted.phase}`, consulted) : "");
  }

  press(name, isPressed, label) {
    const button = this.root.querySelector(`[data-does="${name}"]`);
    button.setAttribute("aria-pressed", String(isPressed));
    if (label) button.querySelector("[data-label]").textContent = label;
  }

  put(name, value) {
    const element = this.part(name);
    if (element.textContent !== value) element.textContent = value;
    element.hidden = !value;
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }
}

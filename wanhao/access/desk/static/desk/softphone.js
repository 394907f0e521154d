/**
 * The browser's telephone: registers over WSS (JsSIP) and holds at most one call. Knows nothing of the page.
 *
 * Emits `change` (read `snapshot()`), `ringing`, `talking` and `ended` ({detail: {contact, cause}}).
 * The INVITE names its contact in `X-Wanhao-Contact`; `X-Wanhao-Resume` says that it continues a call
 * that this desk had before a reload or a broken network, `X-Wanhao-Purpose` that it is a colleague's call.
 */

import { audioWanted, chosen } from "./devices.js";

const REGISTER_SECONDS = 60;
const KEY_WAITS_MS = 100;
const RECOVERY = { connection_recovery_min_interval: 1, connection_recovery_max_interval: 5 };

export class Softphone extends EventTarget {
  #ua = null;
  #session = null;
  #wss = "";
  #domain = "";

  /** @param audio the <audio> element the customer is heard from */
  constructor(audio) {
    super();
    this.audio = audio;
    this.line = "off"; // off, connecting, refused, rejected, registered
    this.problem = "";
    this.call = null; // {contact, direction, phase: ringing|calling|talking, number, isMuted, isResumed, since}
  }

  /** What to show. */
  snapshot() {
    return { line: this.line, problem: this.problem, wss: this.#wss, call: this.call && { ...this.call } };
  }

  /** Register with an account {user, password, domain, wss}. */
  start({ user, password, domain, wss }) {
    this.stop();
    this.#wss = wss;
    this.#domain = domain;
    const ua = new window.JsSIP.UA({
      sockets: [new window.JsSIP.WebSocketInterface(wss)],
      uri: `sip:${user}@${domain}`,
      password,
      register_expires: REGISTER_SECONDS,
      session_timers: false,
      ...RECOVERY,
    });
    this.#ua = ua;
    let hasConnected = false;
    ua.on("connecting", () => this.line !== "refused" && this.#setLine("connecting"));
    ua.on("connected", () => (hasConnected = true) && this.#setLine("connecting"));
    ua.on("disconnected", ({ error }) => this.#setLine(error && !hasConnected ? "refused" : "connecting"));
    ua.on("registered", () => this.#setLine("registered"));
    ua.on("unregistered", () => this.line === "registered" && this.#setLine("connecting"));
    ua.on("registrationFailed", ({ cause }) => this.#setLine("rejected", cause));
    ua.on("newRTCSession", ({ originator, session, request }) => this.#take(originator, session, request));
    this.#setLine("connecting");
    ua.start();
  }

  /** Leave the network; a call in progress is left to the server, which looks for the agent again. */
  stop() {
    this.#ua?.stop();
    this.#ua = null;
    this.#setLine("off");
  }

  /** Take the ringing call. */
  answer() {
    if (this.call?.phase !== "ringing") return;
    this.call.phase = "answering";
    this.#session.answer(this.#media());
    this.#changed();
  }

  /** Refuse the ringing call, or end the one in progress. */
  hangUp() {
    if (!this.#session || this.#session.isEnded()) return;
    const isRefused = this.call?.phase === "ringing";
    this.#session.terminate(isRefused ? { status_code: 486 } : {});
  }

  /** Call a number; `shown` is the number they shall see, empty for the usual one. */
  dial(number, shown = "") {
    if (this.line !== "registered" || this.#session) return;
    const extraHeaders = shown ? [`X-Wanhao-Show: ${shown}`] : [];
    this.#ua.call(`sip:${number}@${this.#domain}`, { ...this.#media(), extraHeaders });
  }

  /** Silence or open our microphone towards the customer. */
  mute(isMuted) {
    if (!this.#session || !this.call) return;
    this.#session[isMuted ? "mute" : "unmute"]({ audio: true });
    this.call.isMuted = isMuted;
    this.#changed();
  }

  /** Press a key of the dial pad in the call (RFC 2833 in the voice stream); before there is a stream it waits. */
  pressKey(key) {
    const session = this.#session;
    if (this.call?.phase !== "talking") return;
    if (session.connection.getSenders().some((sender) => sender.dtmf?.canInsertDTMF)) {
      session.sendDTMF(key, { transportType: "RFC2833", duration: 160 });
    } else setTimeout(() => session === this.#session && this.pressKey(key), KEY_WAITS_MS);
  }

  /** Let the customer be heard on the chosen earpiece. */
  useEarpiece() {
    this.audio.setSinkId?.(chosen("earpiece")).catch(() => {});
  }

  /** Speak through the chosen microphone from now on. */
  async useMicrophone() {
    const sender = this.#session?.connection?.getSenders().find((s) => s.track?.kind === "audio");
    if (!sender) return;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: audioWanted() });
    const [track] = stream.getAudioTracks();
    track.enabled = !this.call?.isMuted;
    sender.track.stop();
    await sender.replaceTrack(track);
  }

  #media() {
    return { mediaConstraints: { audio: audioWanted(), video: false }, pcConfig: { iceServers: [] } };
  }

  /** A new session: ours, or somebody calling us. */
  #take(originator, session, request) {
    const incoming = originator === "remote";
    const contact = (incoming && request.getHeader("X-Wanhao-Contact")) || "";
    const purpose = (incoming && request.getHeader("X-Wanhao-Purpose")) || ""; // consult, supervise, or a call of our own
    const isResumed = Boolean(incoming && request.getHeader("X-Wanhao-Resume"));
    if (this.#session && !this.#giveWay(contact, isResumed)) {
      session.terminate({ status_code: 486 });
      return;
    }
    this.#session = session;
    const number = incoming ? session.remote_identity.display_name || "" : session.remote_identity.uri.user;
    const phase = incoming ? "ringing" : "calling";
    this.call = { contact, number, phase, isResumed, direction: incoming ? "in" : "out", isMuted: false, since: null };
    this.#follow(session);
    this.#changed();
    if (incoming) this.#emit("ringing", { contact, isResumed, purpose });
  }

  /** Our call is already dead at the other end when the same contact is rung again. */
  #giveWay(contact, isResumed) {
    if (!isResumed && (!contact || contact !== this.call?.contact)) return false;
    const old = this.#session;
    this.#session = null;
    if (!old.isEnded()) old.terminate();
    return true;
  }

  #follow(session) {
    const mine = (action) => (event) => session === this.#session && action(event);
    const hear = (connection) => {
      connection.addEventListener("track", ({ streams, track }) => {
        this.audio.srcObject = streams[0] ?? new MediaStream([track]);
        this.useEarpiece();
      });
    };
    if (session.connection) hear(session.connection);
    else session.on("peerconnection", ({ peerconnection }) => hear(peerconnection));
    session.on("confirmed", mine(() => this.#talk()));
    session.on("accepted", mine(() => this.#talk()));
    session.on("getusermediafailed", mine(() => this.#emit("nomicrophone", {})));
    session.on("ended", mine(({ cause, originator }) => this.#over(cause, originator)));
    session.on("failed", mine(({ cause, originator, message }) => this.#over(cause, originator, message)));
  }

  #talk() {
    if (this.call.phase === "talking") return;
    this.call.phase = "talking";
    this.call.since = new Date().toISOString();
    this.#changed();
    this.#emit("talking", {});
  }

  #over(cause, originator, message) {
    const { contact, direction, phase } = this.call;
    this.#session = null;
    this.call = null;
    this.audio.srcObject = null;
    this.#changed();
    this.#emit("ended", { contact, direction, phase, cause, originator, status: message?.status_code ?? null });
  }

  #setLine(line, problem = "") {
    if (line === this.line && problem === this.problem) return;
    this.line = line;
    this.problem = problem;
    this.#changed();
  }

  #changed() {
    this.#emit("change", this.snapshot());
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

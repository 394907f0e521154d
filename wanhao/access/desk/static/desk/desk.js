/** The desk: joins the server's state, the telephone and the page. Start here to read the browser side. */

import { setServerTime, startClock, tickNow } from "./clock.js";
import { microphoneState, onDevicesChanged } from "./devices.js";
import { keepDrafts } from "./drafts.js";
import { startHelp } from "./help.js";
import { applyState, clearSide, leadToCode, startPage } from "./page.js";
import { PhoneLock } from "./phone_lock.js";
import { PhonePanel, phaseOf } from "./phone_panel.js";
import { startPickers } from "./picker.js";
import { getJson, post, ServerError } from "./server.js";
import { startSettings } from "./settings.js";
import { Softphone } from "./softphone.js";
import { beep, isSilenced, prepareSound, startRinging, stopRinging } from "./sound.js";
import { DeskState } from "./state.js";
import { text } from "./texts.js";

const RESUME_MS = 1500; // the server may have noticed by itself, or the call is just being taken

const root = document.getElementById("desk");
const urls = root.dataset;
const state = new DeskState(urls.stateUrl);
const phone = new Softphone(document.getElementById("customer-voice"));
const panel = new PhonePanel(document.getElementById("phone"));
const lock = new PhoneLock(`wanhao-phone-${urls.staff}`);
let microphone = "ok";
let resuming = 0;
let role = "idle"; // idle, phone (this tab is the telephone), other-tab

const say = (words, level) => window.wanhao.toast(words, level);

// --- what is shown -----------------------------------------------------------------------------------------------

function lineOf() {
  if (state.current?.phone.kind === "sip") return "sip";
  return role === "phone" ? phone.line : role;
}

function show() {
  const silent = isSilenced();
  panel.show({ state: state.current, phone: phone.snapshot(), line: lineOf(), microphone, isSilenced: silent });
  applyState(root, state.current, phaseOf(state.current, phone));
  ring();
  tickNow();
}

function ring() {
  const isOffered = state.current?.contact?.phase === "offered" && state.current.phone.kind === "sip";
  const isRinging = phone.call?.phase === "ringing";
  if (isRinging || isOffered) startRinging();
  else stopRinging();
}

async function checkMicrophone({ ask = false } = {}) {
  microphone = await microphoneState({ ask });
  show();
}

// --- the telephone -----------------------------------------------------------------------------------------------

async function becomePhone() {
  role = "phone";
  show();
  try {
    phone.start(await getJson(urls.phoneUrl));
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    setTimeout(becomePhone, 3000); // the server is away: the bar says so, and the line comes back by itself
  }
  checkMicrophone({ ask: true });
}

function stopBeingPhone(next) {
  role = next;
  phone.stop();
  show();
}

function seekPhone({ steal = false } = {}) {
  if (!PhoneLock.isPossible) {
    becomePhone();
    return;
  }
  lock.hold({
    steal,
    onHeld: becomePhone,
    onWaiting: () => stopBeingPhone("other-tab"),
    onLost: () => {
      stopBeingPhone("other-tab");
      seekPhone(); // wait in line, to take over when the other tab is closed
    },
  });
}

/** Calls that continue one we already had, that we asked to be in, and those of agents who wish it, are taken by themselves. */
function onRinging({ detail }) {
  const mine = state.current?.contact;
  const isContinued = detail.isResumed || (mine?.phase === "talking" && (!detail.contact || mine.public_id === detail.contact));
  if (isContinued || detail.purpose === "supervise" || state.current?.phone.auto_answer) {
    beep();
    phone.answer();
  }
  state.refresh();
}

/** The server still has a call that this telephone lost in a reload or with the network: ask to be rung again. */
function resumeSoon() {
  clearTimeout(resuming);
  resuming = setTimeout(() => {
    const isLost = phaseOf(state.current, phone) === "resuming" && state.current.contact.is_live;
    if (isLost && phone.line === "registered") ask("ring_again");
  }, RESUME_MS);
}

function onCallEnded({ detail }) {
  if (detail.direction === "out" && detail.phase === "calling" && detail.originator === "remote") {
    say(text("dial_failed", { status: detail.status ?? "", cause: detail.cause }), "warning");
  }
  state.refresh();
}

function onStateChange({ detail: { before, now } }) {
  const kind = now.phone.kind;
  if (kind === "sip" && before?.phone.kind !== "sip") {
    lock.letGo();
    stopBeingPhone("idle");
  } else if (kind === "browser" && before?.phone.kind !== "browser") {
    seekPhone();
  }
  if (now.contact?.problem && now.contact.problem !== before?.contact?.problem) say(now.contact.problem, "error");
  show();
  leadToCode(before, now);
  clearSide(before, now);
  resumeSoon();
}

// --- what the agent does -----------------------------------------------------------------------------------------

/** Ask the server something of the live call; its words are shown when it refuses. */
async function ask(what, fields = {}) {
  const contact = state.current?.contact;
  if (!contact) return;
  try {
    await post(contact.urls[what], fields);
  } catch (error) {
    say(error.message || text("no_connection"), "error");
  }
  state.refresh();
}

const does = {
  answer: () => phone.answer(),
  decline: () => phone.hangUp(),
  "hang-up": () => (phone.call ? phone.hangUp() : ask("hang_up")),
  hold: () => ask(state.current?.contact?.is_held ? "resume" : "hold"),
  complete: () => ask("complete_transfer"),
  conference: () => ask("conference"),
  "consult-cancel": () => ask("consult_cancel"),
  listen: () => ask("listen"),
  whisper: () => ask("whisper"),
  join: () => ask("join"),
  "take-over-call": () => ask("take_over"),
  mute: () => phone.mute(!phone.call?.isMuted),
  "take-over": () => seekPhone({ steal: true }),
  allow: () => checkMicrophone({ ask: true }),
};

function onClick({ target }) {
  const button = target.closest("[data-does]");
  if (button?.dataset.does in does) does[button.dataset.does]();
  const key = target.closest("[data-dtmf]");
  if (key) pressDialKey(key.dataset.dtmf);
  const closer = target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
}

function pressDialKey(key) {
  phone.pressKey(key);
  document.getElementById("keypad-pressed").textContent += key;
}

/** With the keypad open, digits of the keyboard are its keys. */
function onDigit(event) {
  if (!document.getElementById("keypad").matches(":popover-open") || !/^[0-9*#]$/.test(event.key)) return;
  event.preventDefault();
  pressDialKey(event.key);
}

function onSubmit(event) {
  if (event.target.id !== "dial") return;
  event.preventDefault();
  const number = event.target.elements.number.value.replace(/[\s-]/g, "");
  if (!/^\+?[0-9*#]{3,20}$/.test(number)) return say(text("dial_wrong"), "warning");
  if (phone.line !== "registered") return say(text("dial_no_line"), "warning");
  phone.dial(number, event.target.elements.shown?.value);
}

/** Something was sent: whatever it changed is read again; a dialog whose form was taken closes. */
function onSent({ detail }) {
  if (detail.requestConfig.verb !== "post") return;
  if (detail.successful && detail.requestConfig.elt.id === "transfer-form") document.getElementById("transfer").close();
  state.refresh();
}

function onLeave(event) {
  if (["ringing", "calling", "talking"].includes(phaseOf(state.current, phone)) && phone.call) event.preventDefault();
}

// --- begin -------------------------------------------------------------------------------------------------------

setServerTime(urls.now);
startClock();
startPickers();
keepDrafts();
startPage();
startSettings(phone);
startHelp();
prepareSound(show);
phone.addEventListener("change", () => {
  show();
  resumeSoon();
});
phone.addEventListener("ringing", onRinging);
phone.addEventListener("talking", () => state.refresh());
phone.addEventListener("ended", onCallEnded);
phone.addEventListener("nomicrophone", () => checkMicrophone());
state.addEventListener("change", onStateChange);
onDevicesChanged(() => checkMicrophone());
for (const name of ["live:agent", "live:contact", "live:resync"]) {
  document.addEventListener(name, () => state.refresh());
}
document.addEventListener("visibilitychange", () => document.hidden || state.refresh());
document.addEventListener("click", onClick);
document.addEventListener("keydown", onDigit, { capture: true });
document.addEventListener("submit", onSubmit);
document.addEventListener("htmx:afterRequest", onSent);
document.addEventListener("htmx:afterSettle", show);
window.addEventListener("beforeunload", onLeave);
window.addEventListener("online", () => state.refresh());
state.refresh();

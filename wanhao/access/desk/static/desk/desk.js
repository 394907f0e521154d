/** The desk: joins the server's state, the telephone and the page. Start here to read the browser side. */

import { ChatNews } from "./chat_news.js";
import { ChatPanel } from "./chat_panel.js";
import { Choosing } from "./choosing.js";
import { setServerTime, startClock, tickNow } from "./clock.js";
import { keepDrafts } from "./drafts.js";
import { startHelp } from "./help.js";
import { applyState, clearSide, leadToCode, startPage } from "./page.js";
import { startPickers } from "./picker.js";
import { DeskState } from "./state.js";
import { Telephone } from "./telephone.js";
import { text } from "./texts.js";

const root = document.getElementById("desk");
const state = new DeskState(root.dataset.stateUrl);
const say = (words, level) => window.wanhao.toast(words, level);

setServerTime(root.dataset.now);
startClock();
startPickers();
keepDrafts();
startPage();
startHelp();
const telephone = new Telephone({
  root,
  state,
  onShow: (phase) => {
    applyState(root, state.current, phase);
    tickNow();
  },
});
const { phone } = telephone;
const choosing = new Choosing(state, root);
const news = new ChatNews({ state, root, choosing });
new ChatPanel({ state, root, choosing });

// --- what the agent does -----------------------------------------------------------------------------------------

function onClick({ target }) {
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
  event.target.elements.number.blur(); // the keys are the call's now
}

/** Something was sent: whatever it changed is read again; a dialog whose form was taken closes. */
function onSent({ detail }) {
  if (detail.requestConfig.verb !== "post") return;
  if (detail.successful && detail.requestConfig.elt.id === "transfer-form") document.getElementById("transfer").close();
  if (detail.successful && detail.requestConfig.elt.id === "chat-transfer-form") {
    news.expectGone(root.dataset.contact);
    document.getElementById("chat-transfer").close();
  }
  state.refresh();
}

// --- begin -------------------------------------------------------------------------------------------------------

state.addEventListener("change", ({ detail: { before, now } }) => {
  leadToCode(before, now);
  clearSide(before, now);
});
document.addEventListener("click", onClick);
document.addEventListener("keydown", onDigit, { capture: true });
document.addEventListener("submit", onSubmit);
document.addEventListener("htmx:afterRequest", onSent);
document.addEventListener("htmx:afterSettle", () => telephone.show());
state.refresh();

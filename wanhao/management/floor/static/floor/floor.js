/** The floor: takes the live rows, opens cards, sends what a leader does. Start here to read the browser side. */

import { startAgents, takeAgents } from "./agents.js";
import { startBell } from "./bell.js";
import { takeWaiting } from "./waiting.js";
import { setServerTime, tick } from "./words.js";

const root = document.getElementById("floor");
const card = document.getElementById("card");

const chosen = (rows, letter) => Object.fromEntries(Object.entries(rows).filter(([key]) => key[0] === letter));

function take({ detail }) {
  setServerTime(detail.at);
  const gone = (letter) => detail.gone.filter((key) => key[0] === letter);
  takeAgents(chosen(detail.rows, "a"), gone("a"), detail.whole);
  takeWaiting(chosen(detail.rows, "w"), gone("w"), detail.whole);
}

// Not modal: the leader's telephone, the help requests and who waits stay within reach beside an open card.
function openCard(url) {
  window.htmx.ajax("GET", url, { target: "#card-body" }).then(() => {
    if (!card.open && document.getElementById("card-body").childElementCount) card.show();
  });
}

function onKey(event) {
  if (event.key === "Escape" && card.open && !document.querySelector("dialog:modal")) card.close();
}

function onClick(event) {
  const { target } = event;
  const agent = target.closest("[data-card]");
  if (agent) {
    event.preventDefault();
    openCard(root.dataset.agentUrl.replace("NUMBER", agent.dataset.card));
  }
  const help = target.closest("[data-help]");
  if (help) openCard(document.getElementById("help-open").dataset.helpUrl.replace("REQUEST", help.dataset.help));
  const why = target.closest("[data-why]");
  if (why) openCard(root.dataset.whyUrl.replace("CONTACT", why.dataset.why));
  const closer = target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
}

/** Done: whatever was open for it closes, and its form is empty again. */
function onDone({ target }) {
  const dialog = target.closest?.("dialog[open]");
  if (!dialog) return;
  dialog.querySelectorAll("form").forEach((form) => form.reset());
  dialog.close();
}

document.addEventListener("live:feed:agents", take);
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
for (const name of ["floor:done", "help:done"]) document.addEventListener(name, onDone);
startBell();
// What a closed card showed is watched no more.
card.addEventListener("close", () => document.getElementById("card-body").replaceChildren());
startAgents();
setInterval(tick, 1000);

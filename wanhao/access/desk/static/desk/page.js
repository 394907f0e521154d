/** How the page follows the state and the server's answers: clocks, what may be pressed, forms that stay as typed. */

import { forget, hush } from "./drafts.js";

const TYPING = "input, textarea, select";

/** Put the state on the page where fragments do not reach: the wrap-up's clock and what may be pressed now. */
export function applyState(root, state, phase) {
  root.dataset.phase = phase;
  root.dataset.contact = state?.chosen?.public_id ?? "";
  root.dataset.contactPhase = state?.chosen?.phase ?? "none";
  const clock = root.querySelector("[data-part=wrap-up-clock]");
  if (clock && state?.agent?.wrap_up_until) clock.dataset.clockUntil = state.agent.wrap_up_until;
  for (const button of root.querySelectorAll("[data-needs-phase]")) {
    button.disabled = !button.dataset.needsPhase.split(" ").includes(root.dataset.contactPhase);
  }
}

/** When the talk is over the code is next, unless the agent is typing already. */
export function leadToCode(before, now) {
  const isSame = now.chosen?.public_id === before?.chosen?.public_id;
  const isOver = isSame && before?.chosen?.phase === "talking" && ["wrap_up", "ended"].includes(now.chosen.phase);
  if (isOver && !document.activeElement?.matches(TYPING)) document.querySelector("#wrap-up [role=combobox]")?.focus();
}

let drawnAnew = ""; // the type-ahead that had the keys when its part was drawn anew

function noteKeys({ detail }) {
  const here = document.activeElement;
  if (here?.matches("[role=combobox]") && detail.target.contains(here)) drawnAnew = here.id;
}

/** Whoever was to choose in a part that was drawn anew goes on choosing there. */
function giveKeysBack() {
  const field = drawnAnew && document.activeElement === document.body && document.getElementById(drawnAnew);
  if (!field) return;
  drawnAnew = "";
  field.focus();
}

/** A form full of typing is not swapped away by news of its part of the page. */
function protectForms(event) {
  const { target, requestConfig } = event.detail;
  if (isNews(requestConfig) && isBusy(target)) event.preventDefault();
}

const isNews = (requestConfig) => Boolean(requestConfig.triggeringEvent?.type.startsWith("desk:"));

function isBusy(part) {
  if (part.querySelector(":popover-open")) return true;
  if (part.id === "customer") return isSearching(part);
  const form = part.querySelector(".ticket-form");
  return Boolean(form && (form.elements.text.value || form.dataset.contact === document.getElementById("desk").dataset.contact));
}

/** An empty ticket form of a contact that is gone makes room for the list. */
export function clearSide(before, now) {
  if (before?.chosen?.public_id !== now.chosen?.public_id) document.body.dispatchEvent(new CustomEvent("desk:tickets"));
}

/** The presence menu was closed: what happened meanwhile is shown now. */
function onToggle({ target, newState }) {
  if (target.id === "presence-menu" && newState === "closed") document.body.dispatchEvent(new CustomEvent("desk:presence"));
}

/** Is a name being typed for the same caller? Another caller's card must come all the same. */
function isSearching(part) {
  const shown = part.querySelector("[data-contact]")?.dataset.contact;
  const now = document.getElementById("desk").dataset.contact;
  return shown === now && part.querySelector(".caller-search")?.contains(document.activeElement);
}

/** Refused forms (422) come back with their errors and are shown; refusals in words (X-Refused) become toasts. */
function showRefusedForms({ detail }) {
  if (isNews(detail.requestConfig) && isBusy(detail.target)) detail.shouldSwap = false;
  if (detail.xhr.status !== 422 || detail.xhr.getResponseHeader("X-Refused")) return;
  detail.shouldSwap = true;
  detail.isError = false;
}

const draftOf = ({ detail }) => detail.requestConfig.verb === "post" && detail.requestConfig.elt.closest("form[data-desk-draft]");

/** What is being sent needs no draft beside it; what was taken has none any more. */
function hushDraft(event) {
  const form = draftOf(event);
  if (form) hush(form);
}

/** Before the answer is shown: the form may come back with it, and must not find its old draft. */
function dropDraft(event) {
  const form = draftOf(event);
  if (form && event.detail.xhr.status < 400) forget(form);
}

/** A new contact's customer glows once. */
function glow({ detail }) {
  const head = detail.target.id === "customer" && detail.target.querySelector(".customer-head");
  if (head) head.classList.add("glow");
}

/** Watch htmx; once a page. */
export function startPage() {
  window.htmx.config.defaultSettleDelay = 0; // a key pressed right after a swap meets live forms
  document.addEventListener("toggle", onToggle, { capture: true });
  document.addEventListener("htmx:beforeRequest", protectForms);
  document.addEventListener("htmx:beforeSwap", showRefusedForms);
  document.addEventListener("htmx:beforeRequest", hushDraft);
  document.addEventListener("htmx:beforeSwap", dropDraft);
  document.addEventListener("htmx:beforeSwap", noteKeys);
  document.addEventListener("htmx:afterSwap", glow);
  document.addEventListener("htmx:afterSettle", giveKeysBack);
}

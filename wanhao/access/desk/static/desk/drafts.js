/**
 * Nothing typed is lost: fields of a form marked `data-desk-draft="KEY"` are kept in this browser at every key press and
 * on the server (`data-draft-url`) when typing pauses. When the form appears again it carries what the server has;
 * what the server did not get yet goes over it.
 */

import { post } from "./server.js";

const PREFIX = "wanhao.draft.";
const KEPT_MS = 24 * 3600 * 1000;
const PAUSE_MS = 900;
const timers = new Map();

const slot = (form) => PREFIX + form.dataset.deskDraft;

function fieldsOf(form) {
  const names = (form.dataset.draftFields ?? "").split(" ").filter(Boolean);
  return names.map((name) => form.elements.namedItem(name)).filter(Boolean);
}

function valuesOf(form) {
  return Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
}

const keptOf = (form) => JSON.parse(localStorage.getItem(slot(form)) ?? "null");

/** What was typed under a key and not taken yet, by field. */
export function keptValues(key) {
  return JSON.parse(localStorage.getItem(PREFIX + key) ?? "null")?.values ?? {};
}

/** Fill the form with what was typed here and did not reach the server. */
export function restore(form) {
  const kept = keptOf(form);
  if (!kept) return;
  for (const field of fieldsOf(form)) {
    if (kept.values[field.name] === undefined) continue;
    field.value = kept.values[field.name];
    field.dispatchEvent(new Event("draft:restored", { bubbles: true }));
  }
  sendSoon(form);
}

/** Keep what is in the form now, here at once and on the server when typing pauses. */
export function keep(form) {
  localStorage.setItem(slot(form), JSON.stringify({ at: Date.now(), values: valuesOf(form) }));
  sendSoon(form);
}

function sendSoon(form) {
  if (!form.dataset.draftUrl) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => sendDraft(form), PAUSE_MS));
}

async function sendDraft(form) {
  timers.delete(form);
  const sent = valuesOf(form);
  try {
    await post(form.dataset.draftUrl, sent);
  } catch (error) {
    return; // kept here; the next pause tries again
  }
  const kept = keptOf(form);
  if (kept && JSON.stringify(kept.values) === JSON.stringify(sent)) localStorage.removeItem(slot(form));
}

/** The form is being sent: no draft of it follows to the server. */
export function hush(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}

/** The form was taken: its draft has served. */
export function forget(form) {
  hush(form);
  localStorage.removeItem(slot(form));
}

function forgetOld() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    const { at } = JSON.parse(localStorage.getItem(key));
    if (Date.now() - at > KEPT_MS) localStorage.removeItem(key);
  }
}

/** Watch all forms with drafts, now and after swaps. */
export function keepDrafts() {
  forgetOld();
  const restoreIn = (root) => root.querySelectorAll("form[data-desk-draft]").forEach(restore);
  restoreIn(document);
  document.addEventListener("htmx:afterSwap", ({ detail }) => restoreIn(detail.target));
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.dataset.deskDraft) keep(form);
  });
}

// The queue of the phone: kept before anything is sent, gone only when the centre has answered.
// A key made here names each sending, so that one that arrived although the answer was lost is not done twice.
import { newKey } from "../new_key.js";
import { all, put, remove } from "./store.js";

const AGAIN_MILLISECONDS = 10000;
const page = document.querySelector("[data-visits]");
const box = document.getElementById("outbox");
const words = box.dataset;
let isSending = false;

export async function enqueue(kind, job, address, fields) {
  const row = { key: newKey(), kind, job, address, fields, staff: page.dataset.staff, told_at: new Date().toISOString(), state: "waiting", said: "" };
  await put("outbox", row);
  await draw();
  flush();
  return row;
}

export const waitingFor = async (job) => (await mine()).filter((row) => row.job === job);

async function mine() {
  const rows = await all("outbox");
  return rows.sort((one, other) => (one.told_at < other.told_at ? -1 : 1));
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

async function drop(row) {
  if (!confirm(words.sure)) return;
  await remove("outbox", row.key);
  await draw();
}

export async function draw() {
  const rows = await mine();
  box.replaceChildren(
    ...rows.map((row) => {
      const line = document.createElement("div");
      line.className = `said outbox-line said-${row.state === "refused" ? "error" : "info"}`;
      line.dataset.state = row.state;
      const text = document.createElement("span");
      const state = { waiting: words.waiting, sending: words.sending, refused: words.refused }[row.state];
      const isForeign = row.staff !== page.dataset.staff;
      text.textContent = `${row.job} · ${words[row.kind]} · ${isForeign ? words.other : row.said || state}`;
      line.append(text);
      if (row.state === "refused" && !isForeign) {
        if (page.dataset.job !== row.job) line.append(button(words.correct, () => location.assign(`/visits/jobs/${row.job}/`)));
        line.append(button(words.drop, () => drop(row)));
      }
      return line;
    }),
  );
}

async function token() {
  const answer = await fetch(page.dataset.token, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return null;
  if (!answer.ok) throw new TypeError("no answer");
  return answer.json();
}

async function send(row, session) {
  const form = new FormData();
  for (const [name, value, file] of row.fields) file ? form.append(name, value, file) : form.append(name, value);
  form.set("key", row.key);
  form.set("told_at", row.told_at);
  const headers = { "X-CSRFToken": session.token, Accept: "application/json" };
  const answer = await fetch(row.address, { method: "POST", body: form, headers, redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status >= 500 || answer.status === 429) throw new TypeError("no answer");
  const said = await answer.json().catch(() => ({ message: words.refused }));
  return { isTaken: answer.ok, ...said };
}

async function sendOne(row, session) {
  await put("outbox", { ...row, state: "sending" });
  await draw();
  let said;
  try {
    said = await send(row, session);
  } catch (error) {
    await put("outbox", { ...row, state: "waiting" });
    throw error;
  }
  if (said.isTaken) {
    await remove("outbox", row.key);
    await remove("drafts", row.kind === "result" && said.state !== "held" ? row.job : "");
  } else {
    await put("outbox", { ...row, state: "refused", said: said.message });
  }
  document.dispatchEvent(new CustomEvent("visits:answered", { detail: { row, said } }));
}

async function sendAll() {
  const rows = (await mine()).filter((row) => row.state !== "refused" && row.staff === page.dataset.staff);
  if (!rows.length) return;
  const session = await token();
  if (session === null) {
    for (const row of rows) await put("outbox", { ...row, state: "waiting", said: words.signIn });
    return;
  }
  if (session.staff !== page.dataset.staff) return;
  for (const row of rows) await sendOne({ ...row, said: "" }, session);
}

export async function flush() {
  if (isSending) return;
  isSending = true;
  try {
    // one window of the phone sends at a time
    await (navigator.locks ? navigator.locks.request("visits-outbox", sendAll) : sendAll());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // no network: later
  } finally {
    isSending = false;
    await draw();
  }
}

addEventListener("online", flush);
setInterval(flush, AGAIN_MILLISECONDS);

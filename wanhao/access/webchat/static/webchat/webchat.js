/* The customer's side of a chat.
 *
 * The server renders every message; this script puts in what is new when the live stream says so, and sends what the
 * customer writes. What could not be sent stays in the page and in this browser's storage under a key of its own: it is
 * tried again under the same key, so that it is kept once however often it was sent.
 */
import { newKey } from "../new_key.js";

const page = document.querySelector(".chat");
const log = document.getElementById("chat-said");
const unsentPlace = document.getElementById("chat-unsent");
const form = document.getElementById("chat-form");
const box = document.getElementById("chat-text");
const newer = document.getElementById("chat-newer");
const words = document.getElementById("chat-words").dataset;
const token = form.elements.csrfmiddlewaretoken.value;
const title = document.title;

const WAITING_MS = 15000; // the place in the queue is told anew
const PAUSES_MS = [1000, 2000, 4000, 8000, 15000];
const GIVE_UP_MS = { text: 20000, file: 180000 };
const KEPT = `chat:${page.dataset.conversation}`;
const DRAFT = `chat-draft:${page.dataset.conversation}`;

const post = (address, values, patience = GIVE_UP_MS.text) => {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token);
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(patience) });
};

// --- what is new -----------------------------------------------------------------------------------------------
let last = Number(page.dataset.last);
let unread = 0;
let isReading = false;
let readAgain = false;
let toldStanding = "";

// Whoever reads at the end stays there, also when a keyboard opens or a picture arrives; who scrolled up is left alone.
let isAtEnd = true;
function toEnd() {
  isAtEnd = true;
  log.scrollTop = log.scrollHeight;
  newer.hidden = true;
}

async function read() {
  if (isReading) {
    readAgain = true;
    return;
  }
  isReading = true;
  try {
    const answer = await fetch(`${page.dataset.news}?after=${last}`, { headers: { Accept: "application/json" } });
    if (answer.ok) putIn(await answer.json());
    else if (answer.status === 404) showGone((await answer.json()).message);
  } catch {
    // The line is cut: the stream shows it, and says "read again" once it is back.
  }
  isReading = false;
  if (readAgain) {
    readAgain = false;
    read();
  }
}

function putIn(news) {
  const pieces = document.createElement("template");
  pieces.innerHTML = news.messages;
  for (const line of pieces.content.querySelectorAll("[data-number]")) {
    if (Number(line.dataset.number) <= last) line.remove();
    else forget(line.dataset.sentAs);
  }
  for (const picture of pieces.content.querySelectorAll("img")) picture.addEventListener("load", () => isAtEnd && toEnd());
  unsentPlace.before(pieces.content);
  last = Math.max(last, news.last_number);
  stand(news);
  for (const line of log.querySelectorAll(".is-customer[data-number]:not(.is-read)")) {
    line.classList.toggle("is-read", Number(line.dataset.number) <= news.agent_read);
  }
  if (isAtEnd) toEnd();
  if (news.from_others) tellNews(news.from_others);
  markRead();
}

function stand(news) {
  if (toldStanding !== news.standing) document.getElementById("chat-standing").innerHTML = news.standing;
  toldStanding = news.standing;
  const after = document.getElementById("chat-after");
  if (after.dataset.state !== news.after_state) {
    after.innerHTML = news.after;
    after.dataset.state = news.after_state;
  }
  page.dataset.phase = news.phase;
}

function tellNews(many) {
  newer.hidden = isAtEnd;
  if (document.hidden) {
    unread += many;
    document.title = `(${unread}) ${title}`;
  }
}

let markedRead = 0;
function markRead() {
  if (document.hidden || last <= markedRead || page.dataset.phase === "over") return;
  const seen = last;
  post(page.dataset.reading, { number: seen })
    .then((answer) => { if (answer.ok) markedRead = Math.max(markedRead, seen); })
    .catch(() => {});
}

function showGone(text) {
  page.dataset.phase = "gone";
  document.getElementById("chat-standing").textContent = text;
}

document.addEventListener("live:chat", read);
setInterval(() => { if (page.dataset.phase === "waiting" && !document.hidden) read(); }, WAITING_MS);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unread = 0;
  document.title = title;
  read();
});
log.addEventListener("scroll", () => {
  isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  if (isAtEnd) newer.hidden = true;
});
new ResizeObserver(() => isAtEnd && toEnd()).observe(log);
newer.addEventListener("click", toEnd);

// --- what is sent ----------------------------------------------------------------------------------------------
const unsent = []; // in the order they were written: { key, text or file, line, state: waiting | refused | taken }
let isSending = false;
let failures = 0;
let timer = 0;

function keep() {
  const texts = unsent.filter((one) => one.text && one.state !== "taken").map(({ key, text }) => ({ key, text }));
  if (texts.length) localStorage.setItem(KEPT, JSON.stringify(texts));
  else localStorage.removeItem(KEPT);
}

function forget(key) {
  const place = unsent.findIndex((one) => one.key === key);
  if (place < 0) return;
  unsent.splice(place, 1)[0].line.remove();
  keep();
}

function add(one) {
  one.state = "waiting";
  one.line = lineOf(one);
  unsent.push(one);
  unsentPlace.append(one.line);
  keep();
  toEnd();
  push();
}

function lineOf(one) {
  const line = document.createElement("div");
  line.className = "chat-line is-customer is-unsent";
  const said = document.createElement("div");
  said.className = "chat-words";
  if (one.file && one.file.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.className = "chat-picture";
    picture.alt = one.file.name;
    picture.src = URL.createObjectURL(one.file);
    picture.addEventListener("load", toEnd);
    said.append(picture);
  } else said.textContent = one.text ?? one.file.name;
  const foot = document.createElement("small");
  foot.className = "chat-foot";
  foot.textContent = words.sending;
  line.append(said, foot);
  return line;
}

function say(one, text, isRefused = false) {
  one.line.classList.toggle("is-refused", isRefused);
  const foot = one.line.querySelector(".chat-foot");
  foot.textContent = text;
  if (!isRefused) return;
  foot.setAttribute("role", "alert");
  foot.append(" ", button(words.again, () => { one.state = "waiting"; say(one, words.sending); push(); }));
  foot.append(" ", button(words.away, () => { forget(one.key); if (one.text && !box.value) box.value = one.text; }));
  toEnd();
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

async function push() {
  clearTimeout(timer);
  if (isSending) return;
  isSending = true;
  let one;
  while ((one = unsent.find((each) => each.state === "waiting"))) {
    if (await send(one)) failures = 0;
    else {
      for (const each of unsent) if (each.state === "waiting") say(each, words.notYet);
      timer = setTimeout(push, PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
      failures += 1;
      break;
    }
  }
  isSending = false;
}

// True when it needs no further try: the server has it, or refuses it for good.
async function send(one) {
  const values = one.file ? { file: one.file, client_key: one.key } : { text: one.text, client_key: one.key };
  const address = one.file ? form.dataset.files : form.action;
  let answer;
  try {
    answer = await post(address, values, one.file ? GIVE_UP_MS.file : GIVE_UP_MS.text);
  } catch {
    return false;
  }
  if (answer.status === 429 || answer.status >= 500) return false;
  if (answer.ok) {
    one.state = "taken";
    keep();
    read();
    return true;
  }
  one.state = "refused";
  const isOurs = answer.headers.get("content-type")?.includes("json");
  say(one, isOurs ? (await answer.json()).message : words.reload, true);
  return true;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value.trim();
  box.focus();
  if (!text) return;
  box.value = "";
  localStorage.removeItem(DRAFT);
  add({ key: newKey(), text });
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
box.addEventListener("input", () => localStorage.setItem(DRAFT, box.value));
document.getElementById("chat-file").addEventListener("change", (event) => {
  for (const file of event.target.files) add({ key: newKey(), file });
  event.target.value = "";
});
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-leaves]")) return;
  localStorage.removeItem(KEPT);
  localStorage.removeItem(DRAFT);
});
addEventListener("online", push);
addEventListener("beforeunload", (event) => { if (unsent.some((one) => one.file && one.state === "waiting")) event.preventDefault(); });

// --- coming back -----------------------------------------------------------------------------------------------
box.value = localStorage.getItem(DRAFT) ?? "";
for (const { key, text } of JSON.parse(localStorage.getItem(KEPT) ?? "[]")) {
  if (!log.querySelector(`[data-sent-as="${key}"]`)) add({ key, text });
}
keep();
toEnd();
markRead();

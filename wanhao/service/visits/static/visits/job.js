// One job: what is typed is kept at once, checked against its limits, and sent when the technician says so.
import { enqueue, waitingFor } from "./outbox.js";
import { shrunk, signaturePad } from "./signature.js";
import { get, put, remove } from "./store.js";

const page = document.querySelector("[data-visits]");
const form = document.getElementById("result");
const arrive = document.getElementById("arrive");
const job = page.dataset.job;
const canvas = document.getElementById("signature");
const draft = (await get("drafts", job)) ?? { job, values: {}, photos: [], report: null, signature: null, arrived_at: "" };
const keep = () => put("drafts", draft);
const pad = canvas && signaturePad(canvas, async () => {
  draft.signature = await pad.picture();
  await keep();
  canvas.dataset.kept = "yes";
});

// --- limits ---------------------------------------------------------------------------------------------------
function isOutside(line) {
  const chosen = line.querySelector("input[type=radio]:checked");
  if (chosen) return chosen.value === "no";
  const input = line.querySelector("input[inputmode=decimal]");
  const number = Number.parseFloat(input?.value.replace(",", ".").replace("，", "."));
  if (Number.isNaN(number)) return false;
  const { lower, upper } = line.dataset;
  return (lower !== undefined && number < Number(lower)) || (upper !== undefined && number > Number(upper));
}

function judge() {
  for (const line of form.querySelectorAll(".check-item")) {
    const mark = line.querySelector(".outside");
    if (mark) mark.hidden = !isOutside(line);
  }
}

// --- what is typed ----------------------------------------------------------------------------------------------
function restore() {
  for (const [name, value] of Object.entries(draft.values)) {
    const field = form.elements[name];
    if (field && name !== "job_type") field.value = value;
  }
  drawPhotos();
  const name = document.getElementById("report-name");
  if (name) name.textContent = draft.report?.name ?? "";
  if (draft.signature && pad) pad.show(draft.signature);
  judge();
}

function drawPhotos() {
  document.getElementById("photo-row").replaceChildren(
    ...draft.photos.map((blob, place) => {
      const frame = document.createElement("button");
      frame.type = "button";
      frame.className = "photo-frame";
      const picture = document.createElement("img");
      picture.src = URL.createObjectURL(blob);
      picture.alt = String(place + 1);
      const cross = document.createElement("i");
      cross.className = "ti ti-x";
      frame.append(picture, cross);
      frame.addEventListener("click", async () => {
        draft.photos.splice(place, 1);
        await keep();
        drawPhotos();
      });
      return frame;
    }),
  );
}

form.addEventListener("input", async (event) => {
  if (event.target.type === "file") return;
  draft.values = Object.fromEntries(Array.from(new FormData(form)).filter(([, value]) => typeof value === "string"));
  judge();
  await keep();
});
form.elements.photos.addEventListener("change", async (event) => {
  for (const file of event.target.files) draft.photos.push(await shrunk(file));
  event.target.value = "";
  await keep();
  drawPhotos();
});
form.elements.report?.addEventListener("change", async (event) => {
  draft.report = event.target.files[0] ?? null;
  await keep();
});
document.getElementById("sign-again")?.addEventListener("click", async () => {
  pad.clear();
  delete canvas.dataset.kept;
  draft.signature = null;
  await keep();
});

// --- sending ----------------------------------------------------------------------------------------------------
function complain(fields) {
  for (const place of form.querySelectorAll(".field-error")) place.hidden = true;
  for (const [name, text] of Object.entries(fields)) {
    const line = form.querySelector(`[data-field="${name}"]`) ?? form.elements[name]?.closest?.(".field");
    const place = line?.querySelector(".field-error");
    if (!place) continue;
    place.textContent = text;
    place.hidden = false;
  }
  form.querySelector(".field-error:not([hidden])")?.closest(".field").scrollIntoView({ block: "center" });
}

function emptyOnes() {
  const words = document.getElementById("words-empty").dataset.text;
  const fields = {};
  for (const field of form.querySelectorAll("[required]")) {
    const value = field.type === "radio" ? form.elements[field.name].value : field.value.trim();
    if (!value) fields[field.name] = words;
  }
  if (pad && !draft.signature) fields.signature = words;
  if (form.elements.report && !draft.report) fields.report = words;
  return fields;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const missing = emptyOnes();
  complain(missing);
  if (Object.keys(missing).length) return;
  const fields = Array.from(new FormData(form)).filter(([, value]) => typeof value === "string");
  fields.push(["arrived_at", draft.arrived_at]);
  draft.photos.forEach((blob, place) => fields.push(["photos", blob, `photo-${place + 1}.jpg`]));
  if (draft.signature) fields.push(["signature", draft.signature, "signature.png"]);
  if (draft.report) fields.push(["report", draft.report, draft.report.name]);
  for (const row of await waitingFor(job)) if (row.kind === "result") await remove("outbox", row.key);
  await enqueue("result", job, form.getAttribute("action"), fields);
  lock();
});

function lock() {
  form.classList.add("is-sent");
  form.querySelector(".phone-send").disabled = true;
}

arrive.addEventListener("click", async () => {
  arrive.disabled = true;
  draft.arrived_at = new Date().toISOString();
  await keep();
  await enqueue("arrival", job, arrive.dataset.address, []);
});

document.addEventListener("visits:answered", ({ detail }) => {
  if (detail.row.job !== job) return;
  if (!detail.said.isTaken) {
    form.classList.remove("is-sent");
    form.querySelector(".phone-send").disabled = false;
    arrive.disabled = detail.row.kind !== "arrival" && arrive.disabled;
    complain(detail.said.fields ?? {});
  } else if (detail.row.kind === "result") {
    location.assign(detail.said.state === "held" ? location.href : "/visits/");
  }
});

async function callCustomer({ currentTarget: button }) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const body = new URLSearchParams(button.dataset.directly ? { directly: "1" } : {});
  button.disabled = true;
  try {
    const answer = await fetch(button.dataset.call, { method: "POST", headers, body });
    const said = await answer.json();
    if (said.call) location.assign(said.call);
    else window.wanhao.toast(said.ringing ?? said.message, said.ringing ? "success" : "error");
  } catch {
    window.wanhao.toast(document.getElementById("words-empty").dataset.offline, "warning");
  }
  button.disabled = false;
}

for (const button of document.querySelectorAll("[data-call]")) button.addEventListener("click", callCustomer);

restore();
if (draft.arrived_at) arrive.disabled = true;
if ((await waitingFor(job)).some((row) => row.kind === "result" && row.state !== "refused")) lock();

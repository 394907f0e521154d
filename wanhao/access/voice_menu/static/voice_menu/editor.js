/** The editor of a voice menu: joins the graph, the drawing, the lists, the form, saving and trying. */

import { Canvas } from "./canvas.js";
import { Graph } from "./graph.js";
import { Rehearsal } from "./rehearsal.js";
import { Saving } from "./saving.js";
import { address, get, post, send } from "./server.js";
import { StepForm } from "./step_form.js";
import { TestCall } from "./test_call.js";
import { kindOf, setting, text, titleOf } from "./texts.js";
import "./sheets.js";

const $ = (id) => document.getElementById(id);
const graph = new Graph(setting.draft);
const canvas = new Canvas($("canvas"), graph);
const form = new StepForm($("step-form"), graph);
const saving = new Saving(graph, setting.version);
const rehearsal = new Rehearsal($("rehearsal"), graph);
const sheet = $("sheet");
let problems = setting.problems;
let isPublished = setting.isPublished;
let chosen = "";

new TestCall($("test-call"), sheet, saving);

// --- choosing a step -------------------------------------------------------------------------------------------

const problemsOf = (code) => problems.filter((one) => one.step === code);

function choose(code, { show = false, focus = false } = {}) {
  chosen = graph.node(code) ? code : "";
  canvas.choose(chosen, { show });
  for (const line of $("steps").children) line.setAttribute("aria-selected", String(line.dataset.code === chosen));
  const line = $("steps").querySelector('[aria-selected="true"]');
  if (line) $("steps").setAttribute("aria-activedescendant", line.id);
  else $("steps").removeAttribute("aria-activedescendant");
  line?.scrollIntoView({ block: "nearest" });
  showSide();
  if (focus) form.focus();
}

function showSide() {
  form.show(rehearsal.isOpen ? "" : chosen, problemsOf(chosen));
  $("nothing-chosen").hidden = Boolean(chosen) || rehearsal.isOpen;
}

// --- lists -----------------------------------------------------------------------------------------------------

function listSteps() {
  const wanted = $("find").value.trim().toLowerCase();
  const fits = (node) => !wanted || `${node.code} ${titleOf(node)} ${node.text_zh ?? ""} ${node.text_en ?? ""} ${kindOf(node.kind).label}`.toLowerCase().includes(wanted);
  $("steps").replaceChildren(
    ...graph.nodes.filter(fits).map((node) => {
      const line = document.createElement("li");
      line.id = `step-line-${node.code}`;
      line.dataset.code = node.code;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(node.code === chosen));
      const icon = document.createElement("i");
      icon.className = `ti ti-${kindOf(node.kind).icon}`;
      icon.setAttribute("aria-hidden", "true");
      const mark = problemsOf(node.code).some((one) => one.isError) ? " ✕" : problemsOf(node.code).length ? " !" : "";
      line.append(icon, ` ${titleOf(node)}`, mark);
      line.title = kindOf(node.kind).label;
      if (mark) line.classList.add(mark === " ✕" ? "has-error" : "has-advice");
      return line;
    }),
  );
}

function listProblems() {
  const errors = problems.filter((one) => one.isError).length;
  $("problem-count").textContent = problems.length ? text("problem_count", { errors, advice: problems.length - errors }) : "";
  const lines = problems.map((one) => {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = one.isError ? "is-error" : "is-advice";
    const icon = document.createElement("i");
    icon.className = `ti ti-${one.isError ? "alert-octagon" : "alert-triangle"}`;
    icon.setAttribute("aria-label", text(one.isError ? "error" : "advice"));
    const name = document.createElement("b");
    name.textContent = graph.titleOf(one.step);
    button.append(icon, " ", name, ` ${one.text}`);
    button.addEventListener("click", () => choose(one.step, { show: true }));
    line.append(button);
    return line;
  });
  if (!lines.length) {
    const line = document.createElement("li");
    line.className = "text-good";
    line.textContent = text("no_problems");
    lines.push(line);
  }
  $("problems").replaceChildren(...lines);
}

$("steps").addEventListener("click", (event) => {
  const line = event.target.closest("li");
  if (line) choose(line.dataset.code, { show: true });
});
$("steps").addEventListener("dblclick", () => form.focus());
$("steps").addEventListener("keydown", (event) => {
  const lines = [...$("steps").children];
  const now = lines.findIndex((line) => line.dataset.code === chosen);
  const moves = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: lines.length - 1 };
  if (event.key in moves) {
    const line = lines[Math.min(lines.length - 1, Math.max(0, moves[event.key]))];
    if (line) choose(line.dataset.code, { show: true });
  } else if (event.key === "Enter" && chosen) form.focus();
  else if (event.key === "Delete" && chosen) graph.remove(chosen);
  else return;
  event.preventDefault();
});
$("find").addEventListener("input", listSteps);
$("find").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && $("steps").firstElementChild) choose($("steps").firstElementChild.dataset.code, { show: true });
});

// --- whatever changes --------------------------------------------------------------------------------------------

function drawAll() {
  canvas.problems = Map.groupBy ? Map.groupBy(problems, (one) => one.step) : problems.reduce((all, one) => all.set(one.step, [...(all.get(one.step) ?? []), one]), new Map());
  canvas.draw();
  listSteps();
  listProblems();
  choose(chosen);
  $("undo").disabled = !graph.canUndo;
  $("redo").disabled = !graph.canRedo;
}

graph.addEventListener("change", drawAll);
graph.addEventListener("loaded", drawAll);
form.addEventListener("renamed", ({ detail }) => choose(detail));
canvas.addEventListener("choose", ({ detail }) => {
  if (rehearsal.isOpen && detail) rehearsal.close();
  choose(detail);
});

saving.addEventListener("state", showSaved);
saving.addEventListener("answer", ({ detail }) => {
  problems = detail.problems;
  isPublished = detail.isPublished;
  drawAll();
  showSaved();
});

function showSaved() {
  $("saved").textContent = saving.state === "saved" ? text(isPublished ? "as_published" : "save_saved") : saving.message;
  $("saved").className = `menu-saved is-${saving.state}`;
  $("conflict").hidden = saving.state !== "conflict";
  $("conflict").querySelector("span").textContent = text("conflict");
}

const told = (action) => action.catch((error) => window.wanhao.toast(error.message, "error"));
$("take-theirs").addEventListener("click", () => told(saving.takeTheirs()));
$("keep-mine").addEventListener("click", () => told(saving.keepMine()));

// --- the bar -----------------------------------------------------------------------------------------------------

$("undo").addEventListener("click", () => graph.undo());
$("redo").addEventListener("click", () => graph.redo());
$("zoom-in").addEventListener("click", () => canvas.zoom(1.2));
$("zoom-out").addEventListener("click", () => canvas.zoom(1 / 1.2));
$("fit").addEventListener("click", () => canvas.fit());
$("arrange").addEventListener("click", () => told(send(address("arrangement"), graph.document).then((placed) => (graph.place(placed), canvas.begin()))));
for (const button of document.querySelectorAll("[data-add]")) {
  button.addEventListener("click", () => {
    const before = chosen && graph.node(chosen);
    const place = before ? { x: before.x + 300, y: before.y + 40 } : canvas.middle;
    const code = graph.add(button.dataset.add, free(place), chosen || null);
    if (rehearsal.isOpen) rehearsal.close();
    choose(code, { show: true, focus: true });
  });
}

/** The next place downwards where no step stands. */
function free(place) {
  const isTaken = () => graph.nodes.some((node) => Math.abs(node.x - place.x) < 230 && Math.abs(node.y - place.y) < 90);
  while (isTaken()) place = { x: place.x, y: place.y + 100 };
  return place;
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if ((event.ctrlKey || event.metaKey) && !isTyping && (event.key === "z" || event.key === "y")) {
    if (event.key === "y" || event.shiftKey) graph.redo();
    else graph.undo();
    event.preventDefault();
  }
  if (event.key === "Escape" && rehearsal.isOpen && !sheet.open) rehearsal.close();
});

// --- figures -----------------------------------------------------------------------------------------------------

$("period").addEventListener("change", async () => {
  const days = $("period").value;
  try {
    canvas.visits = days ? await get(`${address("visits")}?days=${days}`) : null;
    if (canvas.visits) window.wanhao.toast(text("calls_counted", { calls: canvas.visits.calls }));
  } catch (error) {
    window.wanhao.toast(error.message, "error");
  }
  canvas.draw();
});

// --- trying, publishing --------------------------------------------------------------------------------------------

$("walk").addEventListener("click", () => {
  if (rehearsal.isOpen) return rehearsal.close();
  rehearsal.open();
  showSide();
});
rehearsal.addEventListener("closed", showSide);
rehearsal.addEventListener("at", ({ detail }) => {
  canvas.here = detail;
  canvas.draw();
});

async function openSheet(name) {
  if (!(await saving.settle())) return;
  $("sheet-content").innerHTML = await get(address(name)); // a part of our own pages
  if (!sheet.open) sheet.showModal();
}

$("publish").addEventListener("click", () => told(openSheet("publishing")));
$("versions").addEventListener("click", () => told(openSheet("versions")));

sheet.addEventListener("submit", (event) => {
  if (event.target.id !== "publish-form") return;
  event.preventDefault();
  const note = event.target.elements.note.value;
  told(
    post(address("publishing"), { version: saving.version, note }).then((answer) => {
      sheet.close();
      taken(answer);
      window.wanhao.toast(text("published", { number: answer.published }), "success");
    }),
  );
});

sheet.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-act]");
  if (!button || !(await window.wanhao.ask(button.dataset.question))) return;
  told(
    post(button.dataset.act).then((answer) => {
      sheet.close();
      if (answer.version !== saving.version) graph.load(answer.draft, { keepUndo: true });
      taken(answer);
      window.wanhao.toast(text("done"), "success");
    }),
  );
});

function taken(answer) {
  saving.version = answer.version;
  problems = answer.problems;
  isPublished = answer.isPublished;
  drawAll();
  showSaved();
}

// --- begin -------------------------------------------------------------------------------------------------------

const isUnplaced = graph.nodes.length > 1 && new Set(graph.nodes.map((node) => `${node.x},${node.y}`)).size === 1;
drawAll();
canvas.begin();
showSaved();
if (isUnplaced) $("arrange").click(); // taken over from rows that knew no places
saving.restore();

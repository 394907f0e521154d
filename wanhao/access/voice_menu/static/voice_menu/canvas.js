/**
 * The graph drawn as SVG: steps are dragged, branches pulled from their points, the whole moved and zoomed.
 *
 * Emits `choose` ({detail: code}). Reads the graph; changes it only by its own methods.
 */

import { branchesOf, freeWord, kindOf, text, titleOf, words, wordOf } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 220;
const { head: HEAD, line: LINE } = words.box;
const LEAST_ZOOM = 0.2;
const MOST_ZOOM = 2;
const READABLE = 0.7;

function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const heightOf = (node) => HEAD + LINE * (Object.keys(node.branches).length + (freeWord(node) ? 1 : 0));
/** As much of a text as fits; a Chinese character takes the room of two others. */
function short(words_, room) {
  let left = room;
  const kept = [...words_].filter((letter) => (left -= letter.charCodeAt(0) > 255 ? 2 : 1) >= 0);
  return kept.length < [...words_].length ? `${kept.slice(0, -1).join("")}…` : words_;
}

export class Canvas extends EventTarget {
  #drag = null;

  constructor(svg, graph) {
    super();
    this.svg = svg;
    this.graph = graph;
    this.view = { x: 0, y: 0, zoom: 1 };
    this.chosen = "";
    this.problems = new Map();
    this.visits = null;
    this.here = "";
    this.ways = element("g", { class: "ways" });
    this.boxes = element("g", { class: "boxes" });
    this.world = element("g", {}, this.ways, this.boxes);
    svg.append(this.world);
    svg.addEventListener("pointerdown", (event) => this.#press(event));
    svg.addEventListener("pointermove", (event) => this.#pull(event));
    svg.addEventListener("pointerup", (event) => this.#release(event));
    svg.addEventListener("pointercancel", () => this.#cancel());
    svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** Draw everything anew. */
  draw() {
    this.boxes.replaceChildren(...this.graph.nodes.map((node) => this.#box(node)));
    this.#drawWays();
    this.#look();
  }

  choose(code, { show = false } = {}) {
    this.chosen = code;
    for (const box of this.boxes.children) box.classList.toggle("is-chosen", box.dataset.code === code);
    for (const way of this.ways.children) way.classList.toggle("is-chosen", way.dataset.from === code || way.dataset.to === code);
    if (show && code) this.#bringIntoView(this.graph.node(code));
  }

  /** Show the whole graph. */
  fit() {
    const { nodes } = this.graph;
    const { width, height } = this.svg.getBoundingClientRect();
    if (!nodes.length || !width) return;
    const left = Math.min(...nodes.map((node) => node.x));
    const top = Math.min(...nodes.map((node) => node.y));
    const right = Math.max(...nodes.map((node) => node.x + WIDTH));
    const bottom = Math.max(...nodes.map((node) => node.y + heightOf(node)));
    const zoom = Math.min(1, (width - 40) / (right - left), (height - 40) / (bottom - top));
    this.view = { zoom: Math.max(LEAST_ZOOM, zoom), x: 0, y: 0 };
    this.view.x = (width - (right - left) * this.view.zoom) / 2 - left * this.view.zoom;
    this.view.y = Math.max(20, (height - (bottom - top) * this.view.zoom) / 2) - top * this.view.zoom;
    this.#look();
  }

  /** Show the whole graph if it can be read so, else its beginning. */
  begin() {
    this.fit();
    if (this.view.zoom >= READABLE) return;
    const first = this.graph.node(this.graph.document.start) ?? this.graph.nodes[0];
    const top = Math.min(...this.graph.nodes.map((node) => node.y));
    this.view = { zoom: READABLE, x: 24 - first.x * READABLE, y: 24 - top * READABLE };
    this.#look();
  }

  zoom(factor, at = null) {
    const { width, height } = this.svg.getBoundingClientRect();
    const middle = at ?? { x: width / 2, y: height / 2 };
    const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, this.view.zoom * factor));
    const ratio = zoom / this.view.zoom;
    this.view = { zoom, x: middle.x - (middle.x - this.view.x) * ratio, y: middle.y - (middle.y - this.view.y) * ratio };
    this.#look();
  }

  /** A free place in the middle of what is seen. */
  get middle() {
    const { width, height } = this.svg.getBoundingClientRect();
    return { x: (width / 2 - this.view.x) / this.view.zoom - WIDTH / 2, y: (height / 2 - this.view.y) / this.view.zoom - HEAD / 2 };
  }

  // --- drawing -----------------------------------------------------------------------------------------------

  #box(node) {
    const classes = ["box", `box-${node.kind}`];
    if (node.code === this.chosen) classes.push("is-chosen");
    if (node.code === this.here) classes.push("is-here");
    const problem = this.problems.get(node.code);
    if (problem) classes.push(problem.some((one) => one.isError) ? "has-error" : "has-advice");
    const box = element("g", { class: classes.join(" "), "data-code": node.code, transform: `translate(${node.x} ${node.y})` });
    box.append(
      element("rect", { class: "box-ground", width: WIDTH, height: heightOf(node), rx: 6 }),
      element("rect", { class: "box-kind", width: 6, height: heightOf(node), rx: 3 }),
      element("text", { class: "box-title", x: 16, y: 19 }, short(titleOf(node), 26)),
      element("text", { class: "box-label", x: 16, y: 36 }, kindOf(node.kind).label),
      element("text", { class: "box-words", x: 16, y: 53 }, short(this.#wordsOf(node), 31)),
    );
    if (this.graph.document.start === node.code) box.append(this.#badge(WIDTH - 12, -8, text("start"), "start"));
    if (problem) box.append(this.#mark(problem));
    this.#ports(box, node);
    this.#figures(box, node);
    return box;
  }

  #wordsOf(node) {
    const language = document.documentElement.lang.startsWith("en") ? "text_en" : "text_zh";
    return node.queue || node.hours || (node.fact && words.facts[node.fact]?.label) || node[language] || node.text_zh || (node.language && wordOf(node.language)) || (node.sound_zh || node.sound_en ? text("recorded") : "");
  }

  #ports(box, node) {
    let y = HEAD;
    for (const [word, to] of branchesOf(node)) {
      const count = this.visits?.ways[`${node.code}:${word}`];
      const label = `${wordOf(word)}${count ? ` · ${count}` : ""}`;
      box.append(
        element("text", { class: "port-label", x: WIDTH - 16, y: y + 14, "text-anchor": "end" }, short(label, 26)),
        element("circle", { class: `port${this.graph.node(to) ? "" : " is-loose"}`, cx: WIDTH, cy: y + 10, r: 6, "data-port": word }, element("title", {}, `${wordOf(word)} → ${to}`)),
      );
      y += LINE;
    }
    if (freeWord(node)) {
      box.append(
        element("circle", { class: "port is-free", cx: WIDTH, cy: y + 10, r: 7, "data-port": "" }, element("title", {}, text("pull"))),
        element("path", { class: "port-plus", d: `M ${WIDTH - 3} ${y + 10} h 6 m -3 -3 v 6` }),
      );
    }
  }

  #mark(problem) {
    const mark = element("g", { class: "mark", transform: `translate(${WIDTH - 18} 14)` });
    const sign = problem.some((one) => one.isError) ? "✕" : "!";
    mark.append(element("circle", { r: 9 }), element("text", { y: 4, "text-anchor": "middle" }, sign), element("title", {}, problem.map((one) => one.text).join("\n")));
    return mark;
  }

  #badge(x, y, label, kind) {
    const wide = 12 + [...label].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 12 : 7), 0);
    const badge = element("g", { class: `badge-${kind}`, transform: `translate(${x - wide} ${y})` });
    badge.append(element("rect", { width: wide, height: 18, rx: 9 }), element("text", { x: wide / 2, y: 13, "text-anchor": "middle" }, label));
    return badge;
  }

  #figures(box, node) {
    if (!this.visits) return;
    const counted = this.visits.steps[node.code] ?? { visits: 0, left: 0, contained: 0 };
    const share = (part) => (counted.visits ? `${Math.round((100 * part) / counted.visits)}%` : "–");
    const label = text("figures", { visits: counted.visits, left: share(counted.left), contained: share(counted.contained) });
    const line = element("g", { class: `counted${counted.visits ? "" : " is-none"}`, transform: `translate(0 ${heightOf(node) + 4})` });
    line.append(element("rect", { width: WIDTH, height: 18, rx: 4 }), element("text", { x: WIDTH / 2, y: 13, "text-anchor": "middle" }, label));
    line.append(element("title", {}, text("figures_help", counted)));
    box.append(line);
  }

  #drawWays() {
    const drawn = [];
    for (const node of this.graph.nodes) {
      branchesOf(node).forEach(([word, to], row) => {
        const target = this.graph.node(to);
        if (target) drawn.push(this.#way(node, word, row, target));
      });
    }
    this.ways.replaceChildren(...drawn);
  }

  #way(node, word, row, target) {
    const from = { x: node.x + WIDTH, y: node.y + HEAD + LINE * row + 10 };
    const count = this.visits?.ways[`${node.code}:${word}`] ?? 0;
    const share = this.visits?.calls ? count / this.visits.calls : 0;
    const touches = this.chosen && (node.code === this.chosen || target.code === this.chosen);
    return element("path", {
      class: `way${touches ? " is-chosen" : ""}${word === "invalid" || word === "timeout" ? " is-fallback" : ""}`,
      d: curve(from, { x: target.x, y: target.y + 20 }),
      "stroke-width": 1.5 + 6 * share,
      "data-from": node.code,
      "data-to": target.code,
    });
  }

  #look() {
    this.world.setAttribute("transform", `translate(${this.view.x} ${this.view.y}) scale(${this.view.zoom})`);
  }

  #bringIntoView(node) {
    const { width, height } = this.svg.getBoundingClientRect();
    const x = node.x * this.view.zoom + this.view.x;
    const y = node.y * this.view.zoom + this.view.y;
    if (x < 10 || x + WIDTH * this.view.zoom > width) this.view.x += width / 2 - x - (WIDTH / 2) * this.view.zoom;
    if (y < 10 || y + HEAD * this.view.zoom > height) this.view.y += height / 3 - y;
    this.#look();
  }

  // --- the pointer -------------------------------------------------------------------------------------------

  #place(event) {
    const { left, top } = this.svg.getBoundingClientRect();
    const at = { x: event.clientX - left, y: event.clientY - top };
    return { at, world: { x: (at.x - this.view.x) / this.view.zoom, y: (at.y - this.view.y) / this.view.zoom } };
  }

  #press(event) {
    if (event.button !== 0) return;
    const { at, world } = this.#place(event);
    const box = event.target.closest("g.box");
    const code = box?.dataset.code ?? "";
    const port = event.target.dataset?.port;
    this.svg.setPointerCapture(event.pointerId);
    if (port !== undefined && code) {
      this.#drag = { kind: "way", code, word: port || null, line: element("path", { class: "way is-pulled", "stroke-width": 2 }) };
      this.world.append(this.#drag.line);
    } else if (code) {
      const node = this.graph.node(code);
      this.#drag = { kind: "box", code, box, dx: world.x - node.x, dy: world.y - node.y, moved: false };
    } else {
      this.#drag = { kind: "view", x: at.x - this.view.x, y: at.y - this.view.y, moved: false };
    }
  }

  #pull(event) {
    const drag = this.#drag;
    if (!drag) return;
    const { at, world } = this.#place(event);
    drag.moved = true;
    if (drag.kind === "view") {
      Object.assign(this.view, { x: at.x - drag.x, y: at.y - drag.y });
      this.#look();
    } else if (drag.kind === "box") {
      drag.to = { x: world.x - drag.dx, y: world.y - drag.dy };
      drag.box.setAttribute("transform", `translate(${drag.to.x} ${drag.to.y})`);
    } else {
      const node = this.graph.node(drag.code);
      const row = drag.word ? branchesOf(node).findIndex(([word]) => word === drag.word) : Object.keys(node.branches).length;
      drag.line.setAttribute("d", curve({ x: node.x + WIDTH, y: node.y + HEAD + LINE * row + 10 }, world));
    }
  }

  #release(event) {
    const drag = this.#drag;
    if (!drag) return;
    this.#cancel();
    if (drag.kind === "view") {
      if (!drag.moved) this.#emit("choose", "");
    } else if (drag.kind === "box") {
      if (drag.moved && drag.to) this.graph.move(drag.code, drag.to.x, drag.to.y);
      this.#emit("choose", drag.code);
    } else {
      const target = document.elementFromPoint(event.clientX, event.clientY)?.closest("g.box")?.dataset.code;
      if (target && drag.moved) this.graph.connect(drag.code, target, drag.word ?? undefined);
      this.#emit("choose", drag.code);
    }
  }

  #cancel() {
    this.#drag?.line?.remove();
    this.#drag = null;
  }

  #wheel(event) {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) this.zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1, this.#place(event).at);
    else {
      this.view.x -= event.shiftKey ? event.deltaY : event.deltaX;
      this.view.y -= event.shiftKey ? 0 : event.deltaY;
      this.#look();
    }
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** A soft line from a point at the right of a step to the left of another; backwards in a wide bow. */
function curve(from, to) {
  const bend = Math.max(50, Math.abs(to.x - from.x) / 2);
  return `M ${from.x} ${from.y} C ${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}

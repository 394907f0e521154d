/**
 * The draft in the browser: steps and where they lead, with undo. Knows nothing of the page.
 *
 * Every change goes through `change(name, action)`; it is one step of undo and emits `change`.
 */

import { freeWord, titleOf, words } from "./texts.js";

const MOST_UNDO = 200;
const CODE = /^[a-z0-9][a-z0-9_-]{0,39}$/;

export class Graph extends EventTarget {
  #past = [];
  #future = [];

  constructor(document_) {
    super();
    this.load(document_);
  }

  /** Begin anew from a document of the server; undo is forgotten unless it shall be kept. */
  load(document_, { keepUndo = false } = {}) {
    if (keepUndo && this.document) this.#remember();
    else this.#past = [];
    this.#future = [];
    this.document = structuredClone(document_);
    this.#emit("loaded");
  }

  get nodes() {
    return this.document.nodes;
  }

  /** What the step of a key is called. */
  titleOf(code) {
    const found = this.node(code);
    return found ? titleOf(found) : code;
  }

  node(code) {
    return this.nodes.find((node) => node.code === code);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  undo() {
    this.#swap(this.#past, this.#future);
  }

  redo() {
    this.#swap(this.#future, this.#past);
  }

  /** A new step near a place, or after another one; answers its code. */
  add(kind, place, after = null) {
    const code = this.#newCode(kind);
    this.#change(() => {
      const node = { code, kind, branches: {}, x: Math.round(place.x), y: Math.round(place.y) };
      if (kind === "language") node.language = "en";
      this.nodes.push(node);
      if (!this.node(this.document.start)) this.document.start = code;
      const before = after && this.node(after);
      const word = before && freeWord(before);
      if (word) before.branches[word] = code;
    });
    return code;
  }

  remove(code) {
    this.#change(() => {
      this.document.nodes = this.nodes.filter((node) => node.code !== code);
      for (const node of this.nodes) {
        for (const [word, to] of Object.entries(node.branches)) if (to === code) delete node.branches[word];
      }
      if (this.document.start === code) this.document.start = this.nodes[0]?.code ?? "";
    });
  }

  move(code, x, y) {
    const node = this.node(code);
    if (node.x === Math.round(x) && node.y === Math.round(y)) return;
    this.#change(() => Object.assign(node, { x: Math.round(x), y: Math.round(y) }));
  }

  /** Let a branch lead to another step; without `word` the next free one. False when there is none. */
  connect(from, to, word = freeWord(this.node(from))) {
    if (!word) return false;
    this.#change(() => (this.node(from).branches[word] = to));
    return true;
  }

  /** Give a branch another word; what stood there before is replaced. */
  reword(code, word, other) {
    this.#change(() => {
      const { branches } = this.node(code);
      const to = branches[word];
      delete branches[word];
      branches[other] = to;
    });
  }

  disconnect(code, word) {
    this.#change(() => delete this.node(code).branches[word]);
  }

  /** Set a field of a step; typing on in the same field is one step of undo. */
  edit(code, name, value) {
    const node = this.node(code);
    if ((node[name] ?? "") === value) return;
    this.#change(() => {
      if (value === "") delete node[name];
      else node[name] = value;
      if (name === "fact") node.branches = "else" in node.branches ? { else: node.branches.else } : {};
      if (name === "kind") this.#fit(node);
    }, `${code}.${name}`);
  }

  /** Give a step another name everywhere. False when the name cannot be. */
  rename(code, other) {
    if (code === other) return true;
    if (!CODE.test(other) || this.node(other)) return false;
    this.#change(() => {
      this.node(code).code = other;
      for (const node of this.nodes) for (const [word, to] of Object.entries(node.branches)) if (to === code) node.branches[word] = other;
      if (this.document.start === code) this.document.start = other;
    });
    return true;
  }

  beginAt(code) {
    this.#change(() => (this.document.start = code));
  }

  /** Take the places of another document. */
  place(other) {
    const places = new Map(other.nodes.map((node) => [node.code, node]));
    this.#change(() => {
      for (const node of this.nodes) {
        const found = places.get(node.code);
        if (found) Object.assign(node, { x: found.x, y: found.y });
      }
    });
  }

  #fit(node) {
    const allowed = new Set([...words.needed[node.kind], ...words.allowed[node.kind]]);
    for (const word of Object.keys(node.branches)) if (!allowed.has(word)) delete node.branches[word];
  }

  #newCode(kind) {
    const name = kind.replaceAll("_", "-");
    for (let number = 1; ; number++) {
      const code = number === 1 ? name : `${name}-${number}`;
      if (!this.node(code)) return code;
    }
  }

  #typing = "";

  #change(action, typing = "") {
    if (!typing || typing !== this.#typing) this.#remember();
    this.#typing = typing;
    this.#future = [];
    action();
    this.#emit("change");
  }

  #remember() {
    this.#past.push(structuredClone(this.document));
    if (this.#past.length > MOST_UNDO) this.#past.shift();
  }

  #swap(from, to) {
    if (!from.length) return;
    to.push(structuredClone(this.document));
    this.document = from.pop();
    this.#typing = "";
    this.#emit("change");
  }

  #emit(name) {
    this.dispatchEvent(new Event(name));
  }
}

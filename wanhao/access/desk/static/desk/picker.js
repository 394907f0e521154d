/**
 * A type-ahead for a <select data-picker>: type part of a path or a code, ↑↓ and Enter choose, Esc leaves.
 * The select stays the form's field, so that the form also works without this script.
 */

import { text } from "./texts.js";

let serial = 0;

class Picker {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].filter((o) => o.value).map((o) => ({ value: o.value, path: o.text }));
    this.build();
    this.showChosen();
  }

  build() {
    const id = `picker-${++serial}`;
    this.box = Object.assign(document.createElement("div"), { className: "picker" });
    this.input = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off" });
    this.input.className = "form-control";
    this.input.placeholder = this.select.dataset.placeholder ?? "";
    this.list = Object.assign(document.createElement("ul"), { id, className: "picker-list", hidden: true });
    this.list.setAttribute("role", "listbox");
    const attributes = { role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    for (const name of ["data-key", "data-key-label", "aria-describedby"]) {
      if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name));
      this.select.removeAttribute(name);
    }
    const label = document.querySelector(`label[for="${this.select.id}"]`);
    this.input.id = `${this.select.id}-typed`;
    label?.setAttribute("for", this.input.id);
    const hadFocus = document.activeElement === this.select; // lost as soon as it is hidden
    this.select.hidden = true;
    this.select.before(this.box);
    this.box.append(this.input, this.list, this.select);
    this.listen();
    if (hadFocus) this.input.focus();
  }

  listen() {
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("input", (event) => {
      event.stopPropagation(); // what counts for the draft is the choice, not the search
      this.open();
    });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li[data-value]");
      if (item) this.choose(item.dataset.value);
    });
    this.select.addEventListener("draft:restored", () => this.showChosen());
  }

  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      if (this.list.hidden) this.open();
      else this.mark(this.at + step);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      const item = this.list.children[this.at];
      if (item?.dataset.value) this.choose(item.dataset.value);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  found() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (this.input.value === this.chosenPath()) return this.options;
    return this.options.filter((o) => words.every((w) => o.path.toLowerCase().includes(w) || o.value.includes(w)));
  }

  open() {
    const items = this.found().map((option) => {
      const item = Object.assign(document.createElement("li"), { textContent: option.path });
      item.dataset.value = option.value;
      item.setAttribute("role", "option");
      return item;
    });
    if (!items.length) items.push(Object.assign(document.createElement("li"), { textContent: text("nothing_found") }));
    this.list.replaceChildren(...items);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(Math.max(0, items.findIndex((item) => item.dataset.value === this.select.value)));
  }

  mark(at) {
    const items = [...this.list.children];
    this.at = Math.min(Math.max(at, 0), items.length - 1);
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === this.at)));
    items[this.at].id ||= `${this.list.id}-${this.at}`;
    this.input.setAttribute("aria-activedescendant", items[this.at].id);
    items[this.at].scrollIntoView({ block: "nearest" });
  }

  choose(value) {
    this.select.value = value;
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.showChosen();
  }

  chosenPath() {
    return this.options.find((option) => option.value === this.select.value)?.path ?? "";
  }

  showChosen() {
    this.input.value = this.chosenPath();
  }
}

function enhance(root) {
  for (const select of root.querySelectorAll("select[data-picker]:not([hidden])")) new Picker(select);
}

/** Turn marked selects into type-aheads, now and after swaps. */
export function startPickers() {
  enhance(document);
  document.addEventListener("htmx:load", ({ detail }) => enhance(detail.elt));
}

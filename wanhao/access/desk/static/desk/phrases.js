/** Canned phrases: a slash brings them, typing narrows them down, ↑↓ and Enter put one into the box, Esc leaves. */

const SLASH = /(^|\s)\/(\S*)$/;
const MOST = 8;

export class Phrases {
  #at = 0;

  constructor(box, list, phrases) {
    this.box = box;
    this.list = list;
    this.phrases = phrases;
    box.addEventListener("input", () => this.#show());
    box.addEventListener("blur", () => this.close());
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li");
      if (item) this.#take(this.phrases.find((one) => one.shortcut === item.dataset.value));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Was the key meant for the menu? */
  takesKey(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark(this.#at + step);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.#found()[this.#at]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  close() {
    this.list.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
  }

  #typed() {
    return SLASH.exec(this.box.value.slice(0, this.box.selectionStart));
  }

  #found() {
    const word = this.#typed()?.[2].toLowerCase();
    if (word === undefined) return [];
    const fits = (one) => one.shortcut.toLowerCase().startsWith(word) || one.text.toLowerCase().includes(word);
    return this.phrases.filter(fits).slice(0, MOST);
  }

  #show() {
    const items = this.#found().map((one, index) => {
      const item = Object.assign(document.createElement("li"), { id: `chat-phrase-${index}` });
      const name = Object.assign(document.createElement("b"), { textContent: `/${one.shortcut}` });
      item.dataset.value = one.shortcut;
      item.setAttribute("role", "option");
      item.append(name, ` ${one.text}`);
      return item;
    });
    this.list.replaceChildren(...items);
    this.list.hidden = !items.length;
    if (items.length) this.#mark(0);
    else this.close();
  }

  #mark(at) {
    const items = [...this.list.children];
    this.#at = Math.min(Math.max(at, 0), items.length - 1);
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === this.#at)));
    this.box.setAttribute("aria-activedescendant", items[this.#at].id);
    items[this.#at].scrollIntoView({ block: "nearest" });
  }

  #take(phrase) {
    const typed = this.#typed();
    if (!phrase || !typed) return this.close();
    const begin = typed.index + typed[1].length;
    this.box.setRangeText(phrase.text, begin, this.box.selectionStart, "end");
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  }
}

/** A walk through the draft without a telephone: the caller's keys on the screen, what is said in words and sound. */

import { address, send } from "./server.js";
import { say } from "./step_form.js";
import { setting, text, words, wordOf } from "./texts.js";

const KEYS = [..."123456789*0#"];

function html(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export class Rehearsal extends EventTarget {
  #keys = [];
  #spoken = 0;

  constructor(section, graph) {
    super();
    this.section = section;
    this.graph = graph;
    this.isAloud = false;
    this.pretended = { caller: { known: "yes", tier: "standard", open_fault: "no" }, opening: "", language: "zh" };
  }

  get isOpen() {
    return !this.section.hidden;
  }

  async open() {
    this.section.hidden = false;
    this.section.replaceChildren(this.#head(), this.#who(), html("ol", { class: "heard", "aria-live": "polite" }), html("div", { class: "pad" }));
    await this.again();
    this.section.querySelector(".pad button")?.focus();
  }

  close() {
    this.section.hidden = true;
    this.#at("");
    this.dispatchEvent(new Event("closed"));
  }

  /** From the beginning. */
  async again() {
    this.#keys = [];
    this.#spoken = 0;
    await this.#walk();
  }

  async press(key) {
    this.#keys.push(key);
    await this.#walk();
  }

  async #walk() {
    let walked;
    try {
      walked = await send(address("rehearsal"), { draft: this.graph.document, keys: this.#keys, ...this.pretended });
    } catch (error) {
      window.wanhao.toast(error.message, "error");
      return;
    }
    this.#tell(walked);
    this.#pad(walked);
    this.#at(walked.at);
    await this.#speak(walked);
  }

  #tell(walked) {
    const lines = walked.heard.map((one) => {
      const line = html("li", { class: one.is_key ? "is-key" : "is-said", lang: one.language }, html("small", {}, one.step ? this.graph.titleOf(one.step) : "–"), html("span", {}, one.is_key ? one.text || text("no_key") : one.text));
      if (!one.is_key) {
        const button = html("button", { type: "button", class: "btn btn-sm btn-icon", "aria-label": text("hear") }, html("i", { class: "ti ti-volume", "aria-hidden": "true" }));
        button.addEventListener("click", () => say(one.text, one.language));
        line.append(button);
      }
      return line;
    });
    if (walked.ending) lines.push(html("li", { class: "is-end" }, text(`ending_${walked.ending}`, { queue: walked.queue })));
    const list = this.section.querySelector(".heard");
    list.replaceChildren(...lines);
    list.scrollTop = list.scrollHeight;
  }

  #pad(walked) {
    const pad = this.section.querySelector(".pad");
    if (walked.waits_for === "key") {
      const keys = KEYS.map((key) => this.#key(key, key));
      pad.replaceChildren(...keys, this.#key("", text("no_key")));
    } else if (walked.waits_for === "digits") {
      const field = html("input", { class: "form-control", inputmode: "numeric", maxlength: "6", autocomplete: "off", id: "digits", "aria-label": text("digits") });
      const form = html("form", { class: "digits" }, html("label", { for: "digits" }, text("digits_help")), field, html("button", { class: "btn btn-primary" }, text("enter")));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.press(field.value.replaceAll(/[^0-9*#]/g, ""));
      });
      pad.replaceChildren(form);
      field.focus();
    } else pad.replaceChildren(this.#button("refresh", text("again"), () => this.again()));
  }

  #key(key, label) {
    const button = html("button", { type: "button", class: key ? "btn pad-key" : "btn pad-none" }, label);
    button.addEventListener("click", () => this.press(key));
    return button;
  }

  #button(icon, label, act) {
    const button = html("button", { type: "button", class: "btn btn-sm" }, html("i", { class: `ti ti-${icon}`, "aria-hidden": "true" }), ` ${label}`);
    button.addEventListener("click", act);
    return button;
  }

  async #speak(walked) {
    const said = walked.heard.filter((one) => !one.is_key);
    const fresh = said.slice(this.#spoken);
    this.#spoken = said.length;
    if (this.isAloud && fresh.length) await say(fresh.map((one) => one.text).join(" "), fresh.at(-1).language);
  }

  #head() {
    const aloud = html("input", { type: "checkbox", class: "form-check-input", id: "aloud" });
    aloud.checked = this.isAloud;
    aloud.addEventListener("change", () => (this.isAloud = aloud.checked));
    const close = html("button", { type: "button", class: "btn btn-sm btn-icon", "aria-label": text("close") }, html("i", { class: "ti ti-x", "aria-hidden": "true" }));
    close.addEventListener("click", () => this.close());
    return html("div", { class: "step-head" }, html("h2", {}, text("walk")), html("label", { class: "aloud" }, aloud, ` ${text("aloud")}`), this.#button("refresh", text("again"), () => this.again()), close);
  }

  #who() {
    const { caller } = this.pretended;
    const choices = [
      ["known", ["yes", "no"]], ["tier", words.facts.tier.answers], ["segment", words.facts.segment.answers],
      ["region", ["", ...setting.regions.map((region) => region.code)]], ["open_fault", ["no", "yes"]], ["special_need", ["no", "yes"]], ["arrears", ["no", "yes"]],
    ];
    const selects = choices.map(([fact, answers]) => this.#choose(words.facts[fact].label, caller[fact] ?? answers[0], answers, (value) => (caller[fact] = value)));
    selects.push(this.#choose(text("hours"), this.pretended.opening, ["", "open", "closed", "holiday"], (value) => (this.pretended.opening = value)));
    selects.push(this.#choose(text("language"), this.pretended.language, ["zh", "en"], (value) => (this.pretended.language = value)));
    return html("details", { class: "who-calls" }, html("summary", {}, text("who_calls")), ...selects);
  }

  #choose(label, value, answers, keep) {
    const select = html("select", { class: "form-select form-select-sm" });
    for (const answer of answers) {
      const option = html("option", { value: answer }, answer ? wordOf(answer) : text("as_it_is"));
      option.selected = answer === value;
      select.append(option);
    }
    select.addEventListener("change", () => {
      keep(select.value);
      this.again();
    });
    return html("label", {}, html("span", {}, label), select);
  }

  #at(code) {
    this.dispatchEvent(new CustomEvent("at", { detail: code }));
  }
}

/** The form beside the graph: everything about one step, both languages, and where it leads. */

import { address, post, send } from "./server.js";
import { branchesOf, freeWord, kindOf, setting, text, titleOf, words, wordOf, wordsFor } from "./texts.js";

const SAYS_SOMETHING = new Set(["menu", "message", "language", "pin", "balance", "bill", "progress", "pin_change", "queue", "callback", "voice_message", "hang_up"]);

function html(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const icon = (name) => html("i", { class: `ti ti-${name}`, "aria-hidden": "true" });

export class StepForm extends EventTarget {
  constructor(form, graph) {
    super();
    this.form = form;
    this.graph = graph;
    this.code = "";
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => this.#typed(event.target));
    form.addEventListener("change", (event) => this.#changed(event.target));
  }

  /** Show a step, or nothing. The field being typed in is left alone. */
  show(code, problems = []) {
    const node = code && this.graph.node(code);
    this.form.hidden = !node;
    if (!node) {
      this.code = "";
      return;
    }
    const focused = this.code === code && this.form.contains(document.activeElement) ? document.activeElement.id : "";
    const at = focused && "selectionStart" in document.activeElement ? document.activeElement.selectionStart : null;
    this.code = code;
    this.form.replaceChildren(...this.#parts(node, problems));
    if (focused) {
      const field = document.getElementById(focused);
      field?.focus({ preventScroll: true });
      if (at !== null && field?.setSelectionRange) field.setSelectionRange(at, at);
    }
  }

  focus() {
    this.form.querySelector("textarea, select, input:not([type=hidden])")?.focus();
  }

  #parts(node, problems) {
    return [
      html("div", { class: "step-head" }, icon(kindOf(node.kind).icon), html("h2", {}, titleOf(node)), this.#starts(node), this.#delete(node)),
      ...problems.map((one) => html("p", { class: one.isError ? "step-problem is-error" : "step-problem is-advice" }, icon(one.isError ? "alert-octagon" : "alert-triangle"), ` ${one.text}`)),
      this.#field("code", text("name"), html("input", { class: "form-control", value: node.code, maxlength: 40, pattern: "[a-z0-9][a-z0-9_\\-]*", "data-name": "code" })),
      ...["name_zh", "name_en"].map((name) => this.#field(name, text(name), html("input", { class: "form-control", value: node[name] ?? "", maxlength: 40, "data-name": name }))),
      this.#field("kind", text("kind"), this.#select("kind", node.kind, Object.entries(words.kinds).map(([kind, look]) => [kind, look.label]))),
      ...this.#particulars(node),
      ...(SAYS_SOMETHING.has(node.kind) ? [this.#says(node, "zh"), this.#says(node, "en")] : []),
      ...this.#branches(node),
    ];
  }

  #starts(node) {
    if (this.graph.document.start === node.code) return html("span", { class: "meaning meaning-info" }, text("start"));
    const button = html("button", { type: "button", class: "btn btn-sm", id: "begin-here" }, text("begin_here"));
    button.addEventListener("click", () => this.graph.beginAt(node.code));
    return button;
  }

  #delete(node) {
    const button = html("button", { type: "button", class: "btn btn-sm btn-icon", id: "delete-step", "aria-label": text("delete"), title: `${text("delete")} (Del)` }, icon("trash"));
    button.addEventListener("click", () => this.graph.remove(node.code));
    return button;
  }

  #particulars(node) {
    const named = (rows) => [["", "–"], ...rows.map((row) => [row.code, `${row.name} (${row.code})${row.isActive === false ? ` ${text("out_of_use")}` : ""}`])];
    switch (node.kind) {
      case "menu":
      case "pin":
        return [
          html("div", { class: "step-pair" }, this.#number("timeout_seconds", text("timeout_seconds"), node.timeout_seconds ?? 5, 60), this.#number("attempts", text("attempts"), node.attempts ?? 3, 9)),
        ];
      case "hours":
        return [this.#field("hours", text("hours"), this.#select("hours", node.hours ?? "", named(setting.hours)))];
      case "queue":
      case "callback":
        return [this.#field("queue", text("queue"), this.#select("queue", node.queue ?? "", named(setting.queues))), this.#businessType(node)];
      case "language":
        return [this.#field("language", text("language"), this.#select("language", node.language ?? "", [["zh", wordOf("zh")], ["en", wordOf("en")]]))];
      case "branch":
        return [this.#field("fact", text("fact"), this.#select("fact", node.fact ?? "", [["", "–"], ...Object.entries(words.facts).map(([fact, { label }]) => [fact, label])]))];
      default:
        return [];
    }
  }

  #businessType(node) {
    const wanted = node.business_type ?? "";
    const known = setting.businessTypes.map((type) => [type.code, `${type.name} (${type.code})`]);
    if (wanted && !known.some(([code]) => code === wanted)) known.push([wanted, wanted]);
    return this.#field("business_type", text("business_type"), this.#select("business_type", wanted, [["", "–"], ...known]));
  }

  #field(name, label, control) {
    control.id = `step-${name}`;
    return html("div", { class: "step-field" }, html("label", { class: "form-label", for: control.id }, label), control);
  }

  #number(name, label, value, most) {
    return this.#field(name, label, html("input", { type: "number", class: "form-control", min: 1, max: most, value, "data-name": name }));
  }

  #select(name, value, options) {
    return html("select", { class: "form-select", "data-name": name }, ...options.map(([key, label]) => html("option", { value: key, selected: key === value }, label)));
  }

  // --- what it says ------------------------------------------------------------------------------------------

  #says(node, language) {
    const sound = node[`sound_${language}`];
    const area = html("textarea", { class: "form-control", rows: 3, maxlength: 1000, lang: language, "data-name": `text_${language}`, disabled: Boolean(sound) });
    area.value = node[`text_${language}`] ?? "";
    const field = this.#field(`text_${language}`, text(`text_${language}`), area);
    field.append(html("div", { class: "step-sound" }, this.#hear(node, language), ...(sound ? [html("span", { class: "meaning meaning-info" }, icon("microphone"), text("recorded")), this.#unrecord(node, language)] : [this.#record(node, language)])));
    return field;
  }

  #hear(node, language) {
    const button = html("button", { type: "button", class: "btn btn-sm" }, icon("volume"), ` ${text("hear")}`);
    button.addEventListener("click", () => hear(node, language));
    return button;
  }

  #record(node, language) {
    const file = html("input", { type: "file", accept: "audio/wav,.wav", class: "visually-hidden", id: `upload-${language}` });
    file.addEventListener("change", () => this.#upload(node, language, file));
    return html("label", { class: "btn btn-sm", for: file.id }, icon("upload"), ` ${text("upload")}`, file);
  }

  #unrecord(node, language) {
    const button = html("button", { type: "button", class: "btn btn-sm" }, text("use_text"));
    button.addEventListener("click", () => this.graph.edit(node.code, `sound_${language}`, ""));
    return button;
  }

  async #upload(node, language, file) {
    const fields = new FormData();
    fields.append("file", file.files[0]);
    try {
      const kept = await post(address("upload"), fields);
      this.graph.edit(node.code, `sound_${language}`, kept.key);
    } catch (error) {
      window.wanhao.toast(error.message, "error");
    }
  }

  // --- where it leads ----------------------------------------------------------------------------------------

  #branches(node) {
    if (!wordsFor(node).length) return [];
    const rows = branchesOf(node).map(([word, to], row) => this.#branch(node, word, to, row));
    const add = html("button", { type: "button", class: "btn btn-sm", id: "add-branch", disabled: !freeWord(node) }, icon("plus"), ` ${text("add_branch")}`);
    add.addEventListener("click", () => {
      const word = freeWord(node);
      this.graph.connect(node.code, this.graph.nodes.find((other) => other !== node)?.code ?? node.code, word);
      this.form.querySelector(`[data-to="${word}"]`)?.focus();
    });
    return [html("h3", {}, text("leads_to")), ...rows, add];
  }

  #branch(node, word, to, row) {
    const others = wordsFor(node).filter((other) => other === word || !(other in node.branches));
    const known = others.includes(word) ? others : [word, ...others];
    const choose = html("select", { class: "form-select", id: `word-${row}`, "aria-label": text("when"), "data-word": word }, ...known.map((other) => html("option", { value: other, selected: other === word }, wordOf(other))));
    const codes = this.graph.nodes.map((other) => other.code);
    const targets = codes.includes(to) ? codes : [to, ...codes];
    const lead = html("select", { class: "form-select", id: `to-${row}`, "aria-label": text("leads_to"), "data-to": word }, ...targets.map((code) => html("option", { value: code, selected: code === to }, this.graph.titleOf(code))));
    const away = html("button", { type: "button", class: "btn btn-icon btn-sm", "aria-label": text("remove_branch", { word: wordOf(word) }) }, icon("x"));
    away.addEventListener("click", () => this.graph.disconnect(node.code, word));
    return html("div", { class: "step-branch" }, choose, icon("arrow-right"), lead, away);
  }

  // --- typing ------------------------------------------------------------------------------------------------

  #typed(field) {
    const { name } = field.dataset;
    if (field.tagName === "TEXTAREA" && name) this.graph.edit(this.code, name, field.value);
  }

  #changed(field) {
    const { name, word, to } = field.dataset;
    if (word !== undefined) this.graph.reword(this.code, word, field.value);
    else if (to !== undefined) this.graph.connect(this.code, field.value, to);
    else if (name === "code") this.#rename(field);
    else if (name && field.type === "number") this.graph.edit(this.code, name, Number(field.value) || 1);
    else if (name && field.tagName === "SELECT") this.graph.edit(this.code, name, field.value);
    else if (name && field.type === "text") this.graph.edit(this.code, name, field.value.trim());
  }

  #rename(field) {
    const other = field.value.trim().toLowerCase();
    if (this.graph.rename(this.code, other)) {
      this.code = other;
      this.dispatchEvent(new CustomEvent("renamed", { detail: other }));
    } else {
      window.wanhao.toast(text("name_wrong"), "error");
      field.value = this.code;
    }
  }
}

/** Play what a step says: its recording, or its text spoken by the telephone's voice. */
export async function hear(node, language) {
  const sound = node[`sound_${language}`];
  if (sound) play(`${address("upload")}${sound}/`);
  else await say(node[`text_${language}`] ?? "", language);
}

/** Speak a text as callers hear it. */
export async function say(words_, language) {
  try {
    play(URL.createObjectURL(await send(address("speech"), { text: words_, language })));
  } catch (error) {
    window.wanhao.toast(error.message, "error");
  }
}

function play(source) {
  const voice = document.getElementById("draft-voice");
  voice.srcObject = null;
  voice.src = source;
  voice.play().catch(() => {});
}

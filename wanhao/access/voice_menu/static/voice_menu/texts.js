/** Texts of the editor and the words of the trade, written by the server in the reader's language. */

const texts = JSON.parse(document.getElementById("editor-texts").textContent);
export const setting = JSON.parse(document.getElementById("setting").textContent);
export const { words } = setting;

/** The text of a key, with `{name}` replaced by the given values. */
export const text = (key, values = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** What a branch is called: a key stands for itself. */
export function wordOf(word) {
  return words.branches[word] ?? setting.regions.find((region) => region.code === word)?.name ?? word;
}

/** What a step is called in the reader's language; its key where nobody named it. */
export const titleOf = (node) => node[document.documentElement.lang.startsWith("en") ? "name_en" : "name_zh"] || node.code;

export const kindOf = (kind) => words.kinds[kind];

const KEYS = [..."1234567890*#"];
const ORDER = ["next", "open", "holiday", "closed", "right", "wrong", "locked", "none", "*"];

/** The branches a step of this kind can take, those it must have first. */
export function wordsFor(node) {
  if (node.kind === "menu") return [...KEYS, "invalid", "timeout"];
  if (node.kind === "branch") {
    const answers = node.fact === "region" ? setting.regions.map((region) => region.code) : (words.facts[node.fact]?.answers ?? []);
    return [...answers, "else"];
  }
  const taken = [...words.needed[node.kind], ...words.allowed[node.kind]];
  return [...ORDER.filter((word) => taken.includes(word)), ...taken.filter((word) => !ORDER.includes(word))];
}

/** Where a step leads, as [word, step], in the order people read: keys as on a telephone, then the rest. */
export function branchesOf(node) {
  const order = wordsFor(node);
  const place = (word) => (order.includes(word) ? order.indexOf(word) : order.length); // strange ones last
  return Object.entries(node.branches).sort(([one], [other]) => place(one) - place(other));
}

/** The next branch a step has not used. */
export const freeWord = (node) => wordsFor(node).find((word) => !(word in node.branches));

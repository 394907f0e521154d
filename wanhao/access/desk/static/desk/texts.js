/** Texts of the desk, written by the server in the reader's language (element #desk-texts). */

const texts = JSON.parse(document.getElementById("desk-texts")?.textContent ?? "{}");

/** The text of a key, with `{name}` replaced by the given values. */
export function text(key, values = {}) {
  const found = texts[key] ?? key;
  return found.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

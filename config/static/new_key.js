/** A key of its own for something to be sent, by which it is known when it comes twice; also where the page has no
 * secure address. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

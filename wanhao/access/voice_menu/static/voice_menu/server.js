/** Talking to the server: JSON both ways, one kind of error. */

const editor = document.getElementById("editor");

/** The server refused or could not be reached; `message` is a sentence for the person. */
export class ServerError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The address of one of the editor's services: draft, visits, … */
export const address = (name) => editor.dataset[`${name}Url`];

/** GET; JSON, or the text of a page's part. */
export const get = (url) => ask(url, { headers: { Accept: "application/json" }, cache: "no-store" });

/** POST a document as JSON. */
export const send = (url, document_) => ask(url, { method: "POST", body: JSON.stringify(document_), headers: { "Content-Type": "application/json" } });

/** POST fields, as a form does. */
export const post = (url, fields = {}) => ask(url, { method: "POST", body: fields instanceof FormData ? fields : new URLSearchParams(fields) });

async function ask(url, options) {
  const headers = { "X-CSRFToken": editor.dataset.csrf, Accept: "application/json", ...options.headers };
  let reply;
  try {
    reply = await fetch(url, { credentials: "same-origin", ...options, headers });
  } catch (error) {
    throw new ServerError(document.getElementById("words").dataset.noAnswer, 0);
  }
  if (reply.redirected) location.reload(); // signed out meanwhile; what was not saved is kept in this tab
  const kind = reply.headers.get("Content-Type") ?? "";
  const answer = kind.includes("json") ? await reply.json() : kind.startsWith("audio/") ? await reply.blob() : await reply.text();
  if (!reply.ok) throw new ServerError(answer.message ?? document.getElementById("words").dataset.failed, reply.status);
  return answer;
}

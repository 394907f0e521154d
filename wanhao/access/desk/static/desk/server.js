/** Talking to the server: JSON in, forms out, one kind of error. */

const csrf = () => document.querySelector("[data-csrf]").dataset.csrf;

/** The server refused or could not be reached; `message` is a sentence for the agent. */
export class ServerError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** GET a JSON document; never from a cache. */
export async function getJson(url) {
  return read(await reach(url, { headers: { Accept: "application/json" }, cache: "no-store" }));
}

/** POST fields; answers the JSON of the reply. */
export async function post(url, fields = {}) {
  const body = new URLSearchParams(fields);
  const headers = { "X-CSRFToken": csrf(), Accept: "application/json" };
  return read(await reach(url, { method: "POST", headers, body }));
}

/** GET a piece of the page as text; never from a cache. */
export async function getText(url) {
  const reply = await reach(url, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!reply.ok) await read(reply);
  return reply.text();
}

/** POST fields and files; answers the JSON of the reply. */
export async function upload(url, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return read(await reach(url, { method: "POST", headers: { "X-CSRFToken": csrf(), Accept: "application/json" }, body }));
}

async function reach(url, options) {
  try {
    return await fetch(url, { credentials: "same-origin", ...options });
  } catch (error) {
    throw new ServerError("", 0, { cause: error });
  }
}

async function read(reply) {
  if (reply.redirected && !reply.url.startsWith(location.origin + "/desk/")) {
    location.reload(); // signed out meanwhile: the sign-in page comes, drafts are kept
  }
  const answer = (reply.headers.get("Content-Type") ?? "").includes("json") ? await reply.json() : {};
  if (!reply.ok) throw new ServerError(answer.message ?? "", reply.status);
  return answer;
}

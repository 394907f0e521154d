/** Sheets that close by a button, and one that opens by itself when its form was refused. */

document.addEventListener("click", (event) => event.target.closest("[data-closes]")?.closest("dialog")?.close());
document.querySelector("dialog[data-open]")?.showModal();

/** Help on the floor: the dialog behind F8, with the contact at hand attached. */

const dialog = document.getElementById("help");

function openHelp() {
  const { contact } = document.getElementById("desk").dataset;
  window.htmx.ajax("GET", `${dialog.dataset.url}?contact=${contact}`, { target: "#help-body" }).then(() => {
    if (!dialog.open) dialog.showModal();
  });
}

/** Watch the key and what was sent; once a page. */
export function startHelp() {
  document.addEventListener("click", ({ target }) => target.closest("[data-opens-help]") && openHelp());
  document.addEventListener("help:done", () => dialog.close());
}

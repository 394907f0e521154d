// Lines of a form that are added, removed and ordered. Their order on the page is the order in which they are sent.
(() => {
  "use strict";
  const form = document.querySelector("[data-lines]");
  const rows = form.querySelector("[data-line-rows]");
  const total = form.elements["line-TOTAL_FORMS"];

  // A formset reads its lines by number: give the numbers out anew, in the order of the page.
  function number() {
    [...rows.children].forEach((row, at) => {
      row.querySelectorAll("[name]").forEach((field) => { field.name = field.name.replace(/^line-\d+-/, `line-${at}-`); });
    });
    total.value = rows.children.length;
    form.dataset.changed = "yes";
  }

  function add() {
    const holder = document.createElement("tbody");
    holder.innerHTML = form.querySelector("[data-line-template]").innerHTML.replaceAll("__prefix__", rows.children.length);
    rows.append(...holder.children);
    number();
    rows.lastElementChild.querySelector("input").focus();
  }

  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-line]")) return add();
    const row = event.target.closest("[data-line]");
    const mover = event.target.closest("[data-line-move]");
    if (event.target.closest("[data-line-remove]") && rows.children.length > 1) { row.remove(); number(); }
    if (mover?.dataset.lineMove === "up" && row.previousElementSibling) { row.previousElementSibling.before(row); number(); }
    if (mover?.dataset.lineMove === "down" && row.nextElementSibling) { row.nextElementSibling.after(row); number(); }
    mover?.focus();
  });
})();

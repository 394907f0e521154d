// Choosing several work orders: x for the one under the cursor, a box for all, how many are chosen.
(() => {
  "use strict";
  const picks = () => [...document.querySelectorAll("[data-picks]")];
  function count() {
    const chosen = picks().filter((box) => box.checked).length;
    const shown = document.querySelector("[data-picked]");
    if (!shown) return;
    shown.textContent = chosen;
    document.querySelector("[data-assign]").disabled = !chosen;
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-picks-all]")) picks().forEach((box) => { box.checked = event.target.checked; });
    count();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const box = document.querySelector("[data-rows] tr[aria-selected=true] [data-picks]");
    if (!box) return;
    box.checked = !box.checked;
    count();
  });
  document.addEventListener("htmx:afterSwap", count);
})();

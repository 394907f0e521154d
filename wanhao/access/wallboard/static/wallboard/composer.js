// Composing a board: pages are added, removed and ordered; the preview follows what is on the form.
(() => {
  "use strict";
  const form = document.querySelector("[data-composer]");
  const pages = form.querySelector("[data-pages]");
  const total = form.elements["page-TOTAL_FORMS"];
  const frame = document.querySelector("[data-preview]");
  const stage = frame.querySelector("[data-board]");
  const drawn = window.wallboard.board(stage);
  const language = document.documentElement.lang;

  const live = () => [...pages.querySelectorAll("[data-page-form]")].filter((one) => !one.hidden);
  const field = (page, name) => page.querySelector(`[name$="-${name}"]`);
  const chosen = (page, name) => [...page.querySelectorAll(`[name$="-${name}"]:checked`)].map((one) => one.value);
  const named = (zh, en) => (language.startsWith("en") && en ? en : zh);

  function definitionOf(page) {
    return {
      title: named(field(page, "title_zh").value, field(page, "title_en").value),
      layout: field(page, "layout").value,
      queues: chosen(page, "queues"),
      figures: chosen(page, "figures"),
      order: field(page, "order").value,
      agents: field(page, "shows_agents").checked,
      curve: field(page, "shows_curve").checked,
      seconds: Number(field(page, "seconds").value) || 20,
    };
  }

  function limits() {
    const found = {};
    form.querySelectorAll("[data-limit]").forEach((line) => {
      const [close, missed] = [...line.querySelectorAll("input")].map((input) => input.value);
      if (close !== "" && missed !== "") found[line.dataset.limit] = { close: Number(close), missed: Number(missed) };
    });
    return found;
  }

  function refresh() {
    live().forEach((page, at) => { page.querySelector("[data-page-number]").textContent = at + 1; });
    drawn.define({
      name: named(form.elements.name_zh.value, form.elements.name_en.value),
      size: form.elements.size.value,
      alerts: form.elements.shows_alerts.checked,
      limits: limits(),
      pages: live().map(definitionOf),
    });
  }

  function fit() {
    const scale = frame.clientWidth / 1920;
    stage.style.transform = `scale(${scale})`;
    frame.style.height = `${1080 * scale}px`;
  }

  function addPage() {
    const number = Number(total.value);
    const holder = document.createElement("div");
    holder.innerHTML = form.querySelector("[data-page-template]").innerHTML.replaceAll("__prefix__", number);
    pages.append(...holder.children);
    total.value = number + 1;
    refresh();
    drawn.show(live().length - 1);
    live().at(-1).scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-page]")) addPage();
    const remover = event.target.closest("[data-remove-page]");
    if (remover && live().length > 1) {
      const page = remover.closest("[data-page-form]");
      field(page, "DELETE").checked = true;
      page.hidden = true;
      form.dataset.changed = "yes";
      refresh();
    }
    const mover = event.target.closest("[data-move]");
    if (mover) {
      const line = mover.closest("li");
      if (mover.dataset.move === "up" && line.previousElementSibling) line.previousElementSibling.before(line);
      if (mover.dataset.move === "down" && line.nextElementSibling) line.nextElementSibling.after(line);
      form.dataset.changed = "yes";
      mover.focus();
      refresh();
    }
  });
  form.addEventListener("input", refresh);
  form.addEventListener("focusin", (event) => {
    const at = live().indexOf(event.target.closest("[data-page-form]"));
    if (at >= 0) drawn.show(at);
  });
  new ResizeObserver(fit).observe(frame);
  fit();
  refresh();
})();

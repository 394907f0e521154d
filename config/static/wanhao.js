// What every page does: keys, moments and clocks, unsaved work, questions before dangerous acts, toasts.
(() => {
  "use strict";
  const words = document.getElementById("words").dataset;
  const language = document.documentElement.lang;

  // --- toasts -------------------------------------------------------------------------------------------------
  function toast(text, level = "info") {
    const line = document.createElement("div");
    line.className = `said said-${level}`;
    line.setAttribute("role", level === "error" ? "alert" : "status");
    line.textContent = text;
    document.getElementById("toasts").append(line);
    setTimeout(() => line.remove(), 8000);
  }
  document.addEventListener("htmx:responseError", (event) => {
    const refused = event.detail.xhr.getResponseHeader("X-Refused");
    toast(refused ? decodeURIComponent(refused) : words.failed, "error");
  });
  document.addEventListener("htmx:sendError", () => toast(words.noAnswer, "error"));
  document.addEventListener("wanhao:toast", (event) => toast(event.detail.value ?? event.detail.text, event.detail.level));

  // --- moments and clocks -------------------------------------------------------------------------------------
  const ago = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  function relative(at) {
    const seconds = (at - Date.now()) / 1000;
    const size = Math.abs(seconds);
    if (size < 60) return ago.format(Math.round(seconds), "second");
    if (size < 3600) return ago.format(Math.round(seconds / 60), "minute");
    if (size < 86400) return ago.format(Math.round(seconds / 3600), "hour");
    return size < 7 * 86400 ? ago.format(Math.round(seconds / 86400), "day") : null;
  }
  function duration(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    if (whole >= 3600) return `${Math.floor(whole / 3600)} ${words.hours} ${Math.floor((whole % 3600) / 60)} ${words.minutes}`;
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  }
  function tell() {
    for (const element of document.querySelectorAll("time[data-relative]")) {
      const text = relative(new Date(element.dateTime)) ?? element.title.slice(0, 16);
      if (element.textContent !== text) element.textContent = text;
    }
  }
  function tick() {
    for (const element of document.querySelectorAll("[data-until]")) {
      const left = (new Date(element.dataset.until) - Date.now()) / 1000;
      element.textContent = left < 0 ? `−${duration(-left)}` : duration(left);
      element.classList.toggle("text-missed", left < 0);
      element.classList.toggle("text-close", left >= 0 && left < 300);
    }
    for (const element of document.querySelectorAll("[data-since]")) {
      element.textContent = duration((Date.now() - new Date(element.dataset.since)) / 1000);
    }
  }
  setInterval(tick, 1000);
  setInterval(tell, 15000);

  // --- keys ---------------------------------------------------------------------------------------------------
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") && !/^(checkbox|radio|button|submit)$/.test(target.type);
  const isShown = (element) => element.getClientRects().length > 0;
  function listKeys() {
    const list = document.querySelector("#keys dl");
    list.querySelectorAll("[data-listed]").forEach((line) => line.remove());
    const seen = new Set(["?"]);
    const keys = [...document.querySelectorAll("[data-key]")].sort((one, other) => isShown(other) - isShown(one)); // what works now first
    for (const element of keys) {
      if (seen.has(element.dataset.key)) continue;
      seen.add(element.dataset.key);
      const term = document.createElement("dt"), meaning = document.createElement("dd"), cap = document.createElement("kbd");
      cap.className = "key";
      cap.textContent = element.dataset.key;
      term.append(cap);
      term.dataset.listed = meaning.dataset.listed = "";
      meaning.textContent = element.dataset.keyLabel || element.getAttribute("aria-label") || element.title || element.textContent.trim();
      list.append(term, meaning);
    }
  }
  function openSheet(sheet) {
    if (sheet.id === "keys") listKeys();
    if (!sheet.open) sheet.showModal();
  }
  function press(element) {
    if (element.matches("input:not([type=submit]), textarea, select")) { element.focus(); element.select?.(); }
    else element.click();
  }
  function moveInList(step) {
    const lines = [...document.querySelectorAll("[data-rows] tbody tr")].filter((line) => line.querySelector("a"));
    if (!lines.length) return false;
    const now = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    const next = lines[Math.min(lines.length - 1, Math.max(0, now + step))];
    lines[now]?.removeAttribute("aria-selected");
    next.setAttribute("aria-selected", "true");
    next.querySelector("a").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isFunctionKey = /^F\d+$/.test(event.key);
    if (document.querySelector("dialog:modal") || (isTyping(event.target) && !isFunctionKey)) return;
    if (event.key === "?") { openSheet(document.getElementById("keys")); event.preventDefault(); return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (moveInList(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
      return;
    }
    const element = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && !one.disabled && isShown(one));
    if (element) { event.preventDefault(); press(element); }
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) openSheet(document.querySelector(opener.dataset.opens));
    const hider = event.target.closest("[data-hides]");
    if (hider) { hider.previousElementSibling.textContent = hider.dataset.hides; hider.remove(); }
    const line = event.target.closest("[data-rows] tbody tr");
    if (line && !event.target.closest("a, button, input, label, form") && !getSelection().toString()) line.querySelector("a")?.click();
  });

  // --- questions before dangerous acts --------------------------------------------------------------------------
  function ask(text) {
    const sheet = document.getElementById("ask");
    document.getElementById("ask-words").textContent = text;
    sheet.returnValue = "no";
    sheet.showModal();
    return new Promise((resolve) => sheet.addEventListener("close", () => resolve(sheet.returnValue === "yes"), { once: true }));
  }
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!question || event.target.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question).then((yes) => {
      if (!yes) return;
      event.target.dataset.confirmed = "yes";
      event.target.requestSubmit(event.submitter);
      delete event.target.dataset.confirmed;
    });
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question).then((yes) => yes && event.detail.issueRequest(true));
  });

  // --- unsaved work: navigation warns, drafts are kept ------------------------------------------------------------
  const draftName = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
  function keepDraft(form) {
    const values = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    sessionStorage.setItem(draftName(form), JSON.stringify(values));
  }
  function restoreDraft(form) {
    const kept = sessionStorage.getItem(draftName(form));
    if (!kept || form.dataset.restored) return;
    form.dataset.restored = "yes";
    for (const [name, value] of JSON.parse(kept)) {
      const field = form.elements[name];
      if (field && "value" in field && !field.value) { field.value = value; form.dataset.changed = "yes"; }
    }
    if (form.dataset.changed) toast(words.draft);
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form) return;
    if ("keep" in form.dataset || "draft" in form.dataset) form.dataset.changed = "yes";
    if ("draft" in form.dataset) keepDraft(form);
  });
  function isSent(form) {
    delete form.dataset.changed;
    if ("draft" in form.dataset) sessionStorage.removeItem(draftName(form));
  }
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented && !event.target.hasAttribute("hx-post")) isSent(event.target); });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && event.target.matches("form")) isSent(event.target); });
  addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-changed]")) event.preventDefault(); });
  document.addEventListener("change", (event) => { if (event.target.closest("[data-submit-on-change]")) event.target.form.requestSubmit(); });

  // --- somebody is working here: keeps the session from going idle -------------------------------------------------
  let toldAt = Date.now();
  function stillHere() {
    const address = document.body.dataset.stillHere;
    if (!address || Date.now() - toldAt < 120000) return;
    toldAt = Date.now();
    fetch(address, { method: "POST", headers: JSON.parse(document.body.getAttribute("hx-headers")) }).catch(() => {});
  }
  for (const name of ["keydown", "pointerdown", "wanhao:active"]) document.addEventListener(name, stillHere, { passive: true });

  // --- what the reader unfolded stays so when a live part is read again ------------------------------------------------
  const foldsOf = (part) => [...part.querySelectorAll("details")];
  const nameOf = (fold) => fold.querySelector("summary")?.textContent;
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const isNews = detail.requestConfig?.triggeringEvent?.type.startsWith("live:");
    detail.target.unfolded = isNews ? foldsOf(detail.target).map((fold) => fold.open && nameOf(fold)) : [];
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const unfolded = detail.target.unfolded ?? [];
    foldsOf(detail.target).forEach((fold, place) => { if (unfolded[place] && unfolded[place] === nameOf(fold)) fold.open = true; });
  });

  function settle() {
    tell();
    tick();
    document.querySelectorAll("form[data-draft]").forEach(restoreDraft);
  }
  document.addEventListener("htmx:load", settle);
  settle();
  // An act was chosen by its key: what it asks for can be typed at once.
  if (location.hash === "#act") document.querySelector("#act :is(select, textarea, input:not([type=hidden]))")?.focus({ preventScroll: true });
  window.wanhao = { toast, ask, duration, relative };
})();

// Draws a board from its definition and a snapshot of the floor. Used by the wall and by the composer's preview.
window.wallboard = (() => {
  "use strict";
  const words = JSON.parse(document.getElementById("board-words").textContent);
  const ICONS = { good: "ti-check", close: "ti-alert-triangle", missed: "ti-alert-octagon" };
  const WORST = ["quiet", "good", "close", "missed"];
  const ALERTS_SHOWN = 3;
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: words.time_zone, hour: "2-digit", minute: "2-digit" });

  const two = (number) => String(number).padStart(2, "0");
  function duration(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  }
  const percent = (part, whole) => (whole ? (100 * part) / whole : null);
  const spelt = (share) => (share === null ? "–" : `${share.toFixed(1)}%`);
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);

  function element(tag, className = "", text = "") {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== "") made.textContent = text;
    return made;
  }

  // --- figures: number (for limits), text, meaning, and for waits the moment they began ---------------------------
  const count = (queues, name) => ({ number: sum(queues.map((queue) => queue[name])), text: String(sum(queues.map((queue) => queue[name]))) });
  function share(queues, part, whole, meaning) {
    const pair = [sum(queues.map(part)), sum(queues.map(whole))];
    const number = percent(...pair);
    return { number, text: spelt(number), hint: pair.join(" ÷ "), meaning: worstOf(queues, meaning) };
  }
  const worstOf = (queues, name) =>
    name ? WORST[Math.max(0, ...queues.map((queue) => WORST.indexOf(queue.meanings[name] || "quiet")))] : "quiet";
  const inGroups = (queues) => [0, 1, 2].map((at) => sum(queues.map((queue) => queue.agents[at])));

  const FIGURES = {
    waiting: (queues) => count(queues, "waiting"),
    longest_wait: (queues, now) => {
      const since = queues.map((queue) => queue.oldest_at).filter(Boolean).sort()[0];
      if (!since) return { number: 0, text: "–" };
      const number = (now - Date.parse(since)) / 1000;
      return { number, text: duration(number), since, meaning: worstOf(queues, "wait") };
    },
    expected_wait: (queues) => {
      const known = queues.map((queue) => queue.expected_wait).filter(Boolean).sort((one, other) => other[1] - one[1])[0];
      return { number: null, text: known ? known.map(duration).join(" – ") : "–" };
    },
    service_level: (queues) => share(queues, (one) => one.service_level[0], (one) => one.service_level[1], "service_level"),
    connection: (queues) => share(queues, (one) => one.connection[0], (one) => one.connection[1], "connection"),
    offered: (queues) => count(queues, "offered"),
    answered: (queues) => count(queues, "answered"),
    abandoned: (queues) => count(queues, "abandoned"),
    abandoned_share: (queues) => share(queues, (one) => one.abandoned, (one) => one.finished),
    callbacks: (queues) => {
      const [open, soon, overdue] = [0, 1, 2].map((at) => sum(queues.map((queue) => queue.callbacks[at])));
      const meaning = overdue ? "missed" : soon ? "close" : "quiet";
      return { number: null, text: open ? `${open} / ${overdue}` : "–", meaning };
    },
    agents_ready: (queues) => ({ number: inGroups(queues)[0], text: String(inGroups(queues)[0]) }),
    agents: (queues) => ({ number: null, text: inGroups(queues).join(" / ") }),
  };

  function judged(code, figure, limits) {
    const limit = limits[code];
    if (!limit || figure.number === null) return figure.meaning || "quiet";
    const isBeyond = (edge) => (words.figures[code].lower ? figure.number < edge : figure.number > edge);
    return isBeyond(limit.missed) ? "missed" : isBeyond(limit.close) ? "close" : "good";
  }

  function fill(place, code, figure, meaning) {
    place.classList.add(`text-${meaning}`);
    if (figure.hint) place.title = figure.hint;
    if (ICONS[meaning]) {
      const icon = element("i", `ti ${ICONS[meaning]}`);
      icon.setAttribute("role", "img");
      icon.setAttribute("aria-label", words.meanings[meaning]);
      place.append(icon, " ");
    }
    const text = element("span", "", figure.text);
    if (figure.since) text.dataset.since = figure.since;
    place.append(text);
  }

  // --- one board on a stage ------------------------------------------------------------------------------------------
  function board(stage) {
    const part = (name) => stage.querySelector(`[data-${name}]`);
    let definition = null;
    let snapshot = null;
    let skew = 0; // our clock minus the server's, in ms
    let shown = 0;
    let turnedAt = Date.now();
    let curve = null;
    const now = () => Date.now() - skew;
    const page = () => definition.pages[shown % definition.pages.length];

    function chosen() {
      const wanted = page().queues;
      const found = wanted.length ? snapshot.queues.filter((queue) => wanted.includes(queue.code)) : [...snapshot.queues];
      if (page().order === "fixed" && wanted.length) found.sort((one, other) => wanted.indexOf(one.code) - wanted.indexOf(other.code));
      return found;
    }

    function table(queues) {
      const made = element("table", "board-queues");
      const head = made.createTHead().insertRow();
      head.append(element("th", "", words.queue));
      for (const code of page().figures) {
        const cell = element("th", "", words.figures[code].name);
        cell.title = words.figures[code].hint;
        head.append(cell);
      }
      const body = made.createTBody();
      for (const queue of queues) {
        const row = body.insertRow();
        row.append(element("th", "", queue.name));
        for (const code of page().figures) {
          const figure = FIGURES[code]([queue], now());
          const cell = row.insertCell();
          cell.className = "board-figure";
          fill(cell, code, figure, judged(code, figure, definition.limits));
        }
      }
      return made;
    }

    function tiles(queues) {
      const made = element("div", "board-tiles");
      const many = page().figures.length;
      made.style.gridTemplateColumns = `repeat(${many > 4 ? Math.ceil(many / 2) : many}, 1fr)`;
      for (const code of page().figures) {
        const figure = FIGURES[code](queues, now());
        const meaning = judged(code, figure, definition.limits);
        const tile = element("div", `board-tile is-${meaning}`);
        const value = element("b", figure.text.length > 7 ? "board-figure is-long" : "board-figure");
        fill(value, code, figure, meaning);
        tile.append(element("span", "board-tile-name", words.figures[code].name), value);
        made.append(tile);
      }
      return made;
    }

    function drawAlerts() {
      const band = part("alerts");
      const alerts = definition.alerts ? snapshot.alerts : [];
      band.hidden = alerts.length === 0;
      const lines = alerts.slice(0, ALERTS_SHOWN).map((alert) => {
        const line = element("li", `is-${alert.severity}`);
        line.append(element("i", `ti ${alert.severity === "notice" ? "ti-info-circle" : "ti-alert-octagon"}`), ` ${alert.text}`);
        if (alert.acknowledged) line.append(element("span", "board-alert-note", ` ${words.acknowledged}`));
        return line;
      });
      if (alerts.length > ALERTS_SHOWN) lines.push(element("li", "is-more", words.alerts_more.replace("%(count)s", alerts.length - ALERTS_SHOWN)));
      band.replaceChildren(...lines);
    }

    function drawAgents() {
      const place = part("agents");
      place.hidden = !page().agents;
      place.replaceChildren(
        ...words.states.map(([state, name]) => {
          const line = element("li");
          line.append(element("b", "figure", String(snapshot.agents[state] || 0)), ` ${name}`);
          return line;
        }),
      );
    }

    function drawCurve(queues) {
      part("hour").hidden = !page().curve;
      if (!page().curve) return;
      part("hour-title").textContent = words.last_hour;
      const place = part("curve");
      place.setAttribute("aria-label", words.curve);
      const codes = queues.map((queue) => queue.code);
      const total = (by) => snapshot.curve.labels.map((_label, at) => sum(codes.map((code) => (by[code] || [])[at] || 0)));
      curve = curve || echarts.init(place, "dark", { renderer: "canvas" });
      curve.resize();
      curve.setOption({
        animation: false,
        backgroundColor: "transparent",
        textStyle: { fontSize: 20 },
        grid: { left: 60, right: 24, top: 48, bottom: 40 },
        legend: { top: 0, textStyle: { fontSize: 20 } },
        xAxis: { type: "category", data: snapshot.curve.labels, axisLabel: { fontSize: 18 } },
        yAxis: { type: "value", minInterval: 1, axisLabel: { fontSize: 18 } },
        series: [
          { name: words.offered, type: "line", step: "middle", symbol: "none", data: total(snapshot.curve.offered), color: "#8aa0b4" },
          { name: words.answered, type: "bar", data: total(snapshot.curve.answered), color: "#2fb344" },
        ],
      });
    }

    function draw() {
      if (!definition || !definition.pages.length) return;
      stage.className = `board board-${definition.size}`;
      part("name").textContent = definition.name;
      part("title").textContent = page().title;
      part("turn").textContent = definition.pages.length > 1 ? `${(shown % definition.pages.length) + 1} / ${definition.pages.length}` : "";
      if (!snapshot) return;
      const queues = chosen();
      drawAlerts();
      drawAgents();
      const content = !queues.length ? element("p", "board-empty", words.empty) : page().layout === "tiles" ? tiles(queues) : table(queues);
      part("page").replaceChildren(content);
      drawCurve(queues);
    }

    function turn(step) {
      shown = (shown + step + definition.pages.length) % definition.pages.length;
      turnedAt = Date.now();
      draw();
    }

    function tick() {
      if (!definition) return;
      part("clock").textContent = clock.format(now());
      stage.querySelectorAll("[data-since]").forEach((place) => { place.textContent = duration((now() - Date.parse(place.dataset.since)) / 1000); });
      if (definition.pages.length > 1 && Date.now() - turnedAt >= page().seconds * 1000) turn(1);
    }

    setInterval(tick, 1000);
    window.addEventListener("resize", () => curve && curve.resize());
    document.addEventListener("live:feed:floor", (event) => {
      snapshot = event.detail;
      skew = Date.now() - Date.parse(snapshot.at);
      draw();
      tick();
    });
    return {
      define(next) { definition = next; if (shown >= next.pages.length) shown = 0; draw(); },
      turn,
      show(at) { shown = at; turnedAt = Date.now(); draw(); },
    };
  }

  return { board };
})();

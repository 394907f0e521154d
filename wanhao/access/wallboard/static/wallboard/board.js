// The wallboard: draws each snapshot of the floor as it arrives; waits tick on between snapshots.
const words = JSON.parse(document.getElementById("board-words").textContent);
const rows = document.querySelector("[data-queues]");
const ICONS = { good: "ti-check", close: "ti-alert-triangle", missed: "ti-alert-octagon", quiet: "" };
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: words.time_zone, hour: "2-digit", minute: "2-digit" });
let skew = 0; // our clock minus the server's, in ms

const two = (number) => String(number).padStart(2, "0");

function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function share([numerator, denominator]) {
  return denominator ? `${((100 * numerator) / denominator).toFixed(1)}%` : "–";
}

function cell(row, text, meaning = "quiet", hint = "") {
  const place = row.insertCell();
  place.className = `board-figure text-${meaning}`;
  if (hint) place.title = hint;
  if (ICONS[meaning]) {
    const icon = document.createElement("i");
    icon.className = `ti ${ICONS[meaning]}`;
    icon.setAttribute("aria-label", words.meanings[meaning]);
    place.append(icon, " ");
  }
  place.append(text);
  return place;
}

function drawQueue(queue) {
  const row = document.createElement("tr");
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = queue.name;
  row.append(name);
  cell(row, String(queue.waiting));
  const longest = cell(row, queue.oldest_at ? "" : "–", queue.meanings.wait);
  if (queue.oldest_at) {
    const ticking = document.createElement("span");
    ticking.dataset.since = queue.oldest_at;
    longest.append(ticking);
  }
  cell(row, queue.expected_wait ? queue.expected_wait.map(duration).join(" – ") : "–");
  cell(row, share(queue.service_level), queue.meanings.service_level, queue.service_level.join(" ÷ "));
  cell(row, share(queue.connection), queue.meanings.connection, queue.connection.join(" ÷ "));
  cell(row, String(queue.abandoned));
  cell(row, queue.agents.join(" / "));
  return row;
}

function tick() {
  const now = Date.now() - skew;
  document.querySelector("[data-clock]").textContent = clock.format(now);
  document.querySelectorAll("[data-since]").forEach((place) => {
    place.textContent = duration((now - Date.parse(place.dataset.since)) / 1000);
  });
}

let curve = null;
function drawCurve(data) {
  const place = document.querySelector("[data-curve]");
  curve = curve || echarts.init(place, "dark", { renderer: "canvas" });
  curve.setOption({
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontSize: 20 },
    grid: { left: 60, right: 24, top: 48, bottom: 40 },
    legend: { top: 0, textStyle: { fontSize: 20 } },
    xAxis: { type: "category", data: data.labels, axisLabel: { fontSize: 18 } },
    yAxis: { type: "value", minInterval: 1, axisLabel: { fontSize: 18 } },
    series: [
      { name: words.offered, type: "line", step: "middle", symbol: "none", data: data.offered, color: "#8aa0b4" },
      { name: words.answered, type: "bar", data: data.answered, color: "#2fb344" },
    ],
  });
}

function drawAlerts(alerts) {
  const band = document.querySelector("[data-alerts]");
  band.hidden = alerts.length === 0;
  band.textContent = alerts.map((alert) => alert.text).join(" · ");
}

function empty() {
  const row = document.createElement("tr");
  const place = cell(row, words.empty);
  place.className = "board-empty";
  place.colSpan = 8;
  return row;
}

function draw(snapshot) {
  skew = Date.now() - Date.parse(snapshot.at);
  rows.replaceChildren(...(snapshot.queues.length ? snapshot.queues.map(drawQueue) : [empty()]));
  document.querySelectorAll("[data-agents]").forEach((place) => {
    place.textContent = String(snapshot.agents[place.dataset.agents] || 0);
  });
  drawAlerts(snapshot.alerts);
  drawCurve(snapshot.curve);
  tick();
}

document.addEventListener("live:feed:floor", (event) => draw(event.detail));
window.addEventListener("resize", () => curve && curve.resize());
setInterval(tick, 1000);

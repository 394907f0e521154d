// Draws tickets as bars and their figures as lines, from the JSON beside it.
document.querySelectorAll("[data-ticket-chart]").forEach((place) => {
  const data = JSON.parse(document.getElementById(place.dataset.ticketChart).textContent);
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const bars = getComputedStyle(document.documentElement).getPropertyValue("--wh-line").trim() || "#c8d3e1";
  const symbols = ["circle", "triangle", "rect", "diamond", "pin"];
  chart.setOption({
    animation: false,
    grid: { left: 48, right: 56, top: 40, bottom: 32 },
    legend: { top: 0 },
    tooltip: { trigger: "axis", renderMode: "richText" },
    xAxis: { type: "category", data: data.labels },
    yAxis: [
      { type: "value", minInterval: 1 },
      { type: "value", min: 0, max: 100, axisLabel: { formatter: "{value}%" }, splitLine: { show: false } },
    ],
    series: [
      { name: data.opened_word, type: "bar", data: data.opened, color: bars },
      ...data.lines.map((line, at) => ({ name: line.name, type: "line", yAxisIndex: 1, symbol: symbols[at], symbolSize: 8, connectNulls: true, data: line.data })),
    ],
  });
  new ResizeObserver(() => chart.resize()).observe(place);
});

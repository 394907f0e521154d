// Draws the chart of a report from the JSON beside it.
document.querySelectorAll("[data-chart]").forEach((place) => {
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const chart = echarts.init(place, null, { renderer: "canvas" });
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
      { name: data.words.answered, type: "bar", stack: "offered", data: data.answered, color: colour("--wh-good", "#2fb344") },
      { name: data.words.abandoned, type: "bar", stack: "offered", data: data.abandoned, color: colour("--wh-missed", "#d63939") },
      { name: data.words.offered, type: "line", symbol: "none", data: data.offered, color: colour("--wh-quiet", "#667382") },
      { name: data.words.level, type: "line", yAxisIndex: 1, connectNulls: true, data: data.level, color: colour("--wh-info", "#066fd1") },
    ],
  });
  new ResizeObserver(() => chart.resize()).observe(place);
});

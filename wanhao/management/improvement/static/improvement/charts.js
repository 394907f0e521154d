// Draws the weeks of a theme, and the rate around an improvement, from the JSON beside them.
const style = getComputedStyle(document.documentElement);
const colour = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
const draw = (place, option) => {
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption({ animation: false, grid: { left: 48, right: 48, top: 32, bottom: 28 }, tooltip: { trigger: "axis", renderMode: "richText" }, ...option });
  new ResizeObserver(() => chart.resize()).observe(place);
};
const read = (id) => JSON.parse(document.getElementById(id).textContent);
document.querySelectorAll("[data-theme-chart]").forEach((place) => {
  const data = read(place.dataset.themeChart);
  draw(place, {
    xAxis: { type: "category", data: data.labels },
    yAxis: { type: "value", minInterval: 1 },
    series: [{ name: data.word, type: "bar", data: data.tickets, color: colour("--wh-info", "#066fd1") }],
  });
});
document.querySelectorAll("[data-effect-chart]").forEach((place) => {
  const data = read(place.dataset.effectChart);
  const done = data.done === null ? undefined : {
    symbol: "none",
    label: { formatter: data.words.done, position: "end" },
    lineStyle: { color: colour("--wh-good", "#2fb344"), width: 2 },
    data: [{ xAxis: data.done }],
  };
  draw(place, {
    legend: { top: 0 },
    xAxis: { type: "category", data: data.labels },
    yAxis: [{ type: "value" }, { type: "value", minInterval: 1, splitLine: { show: false } }],
    series: [
      { name: data.words.tickets, type: "bar", yAxisIndex: 1, data: data.tickets, color: colour("--wh-line", "#c8d3e1") },
      { name: data.words.rate, type: "line", data: data.rates, connectNulls: true, color: colour("--wh-info", "#066fd1"), markLine: done },
    ],
  });
});

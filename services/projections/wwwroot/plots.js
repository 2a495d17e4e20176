// Runs of a check over time, drawn from the table below the plot, which says the same in words.
import uPlot from "./vendor/uplot/uPlot.esm.js";

const rows = ["missing", "running", "errored", "failed", "passed"];

export function draw() {
    const place = document.querySelector("[data-plot=runs]");
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("./vendor/uplot/uPlot.min.css", import.meta.url).href;
    document.head.append(style);
    style.onload = () => plot(place);
}

function plot(place) {
    const runs = [...document.querySelectorAll("#runs tbody tr")].map(row => [Date.parse(row.dataset.at) / 1000, row.dataset.answer]).sort((a, b) => a[0] - b[0]);
    const color = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    const points = answer => runs.map(([, found]) => found === answer ? rows.indexOf(answer) : null);
    const shown = rows.slice(1);
    const axis = { stroke: color("quiet"), grid: { stroke: color("line"), width: 1 }, ticks: { show: false } };
    new uPlot({
        width: place.clientWidth,
        height: 190,
        cursor: { y: false },
        legend: { show: false },
        scales: { y: { range: [0.5, 4.5] }, x: runs[0][0] === runs.at(-1)[0] ? { range: (_, from) => [from - 60, from + 60] } : {} },
        axes: [axis, { ...axis, size: 80, splits: () => [1, 2, 3, 4], values: (_, splits) => splits.map(split => rows[split]) }],
        series: [{}, ...shown.map(answer => ({ label: answer, stroke: color(answer), paths: () => null, points: { show: true, size: 11, fill: color(answer) } }))],
    }, [runs.map(([at]) => at), ...shown.map(points)], place);
}

// Runs of a check over time, and how many there are a day, drawn from the tables below the plots, which say the same in words.
import uPlot from "./vendor/uplot/uPlot.esm.js";

const answers = ["missing", "running", "errored", "failed", "passed"];
const plots = { runs, days };

export function draw() {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("./vendor/uplot/uPlot.min.css", import.meta.url).href;
    document.head.append(style);
    style.onload = () => document.querySelectorAll("[data-plot]").forEach(keepDrawn);
}

// The table follows what happens, and its plot the table.
function keepDrawn(place) {
    const table = document.getElementById(place.dataset.plot);
    let plot, asked;
    const drawAgain = () => {
        plot?.destroy();
        plot = plots[place.dataset.plot](place, [...table.querySelectorAll("tbody tr")]);
        place.dataset.drawn = table.querySelectorAll("tbody tr").length;
    };
    new MutationObserver(() => {
        cancelAnimationFrame(asked);
        asked = requestAnimationFrame(drawAgain);
    }).observe(table, { childList: true, subtree: true, attributes: true, characterData: true });
    drawAgain();
}

function runs(place, rows) {
    const found = rows.map(row => [Date.parse(row.dataset.at) / 1000, row.dataset.answer]).sort((a, b) => a[0] - b[0]);
    const shown = answers.slice(1);
    return new uPlot({
        width: place.clientWidth,
        height: 190,
        cursor: { y: false },
        legend: { show: false },
        scales: { y: { range: [0.5, 4.5] }, x: found[0][0] === found.at(-1)[0] ? { range: (_, from) => [from - 60, from + 60] } : {} },
        axes: [axis(), { ...axis(), size: 80, splits: () => [1, 2, 3, 4], values: (_, splits) => splits.map(split => answers[split]) }],
        series: [{}, ...shown.map(answer => ({ label: answer, stroke: color(answer), paths: () => null, points: { show: true, size: 11, fill: color(answer) } }))],
    }, [found.map(([at]) => at), ...shown.map(answer => found.map(([, said]) => said === answer ? answers.indexOf(answer) : null))], place);
}

// A bar for each day, of as many runs as it had: what failed at its foot. Dots: how often one said otherwise than the one before.
function days(place, rows) {
    const found = rows.map(row => row.dataset).sort((a, b) => a.day.localeCompare(b.day));
    const at = found.map(day => Date.parse(day.day) / 1000);
    const stacked = ["failed", "errored", "running", "passed"];
    const heights = stacked.map((_, last) => found.map(day => stacked.slice(0, last + 1).reduce((sum, answer) => sum + Number(day[answer]), 0)));
    const day = 86400;
    return new uPlot({
        width: place.clientWidth,
        height: 190,
        tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
        cursor: { y: false },
        scales: { x: { range: () => [at[0] - day, at.at(-1) + day] }, y: { range: (_, __, most) => [0, Math.max(most, 1) * 1.1] } },
        axes: [{ ...axis(), space: 70 }, { ...axis(), size: 50, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000] }],
        // The highest first: each lower one is drawn over it.
        series: [
            { value: (_, seconds) => seconds === null ? "" : new Date(seconds * 1000).toISOString().slice(0, 10) },
            ...stacked.toReversed().map(answer => ({
                label: answer, stroke: color(answer), fill: color(answer), width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.7, 40] }),
                value: (_, __, ___, i) => i === null ? "" : found[i][answer],
            })),
            { label: "flips", stroke: color("ink"), paths: () => null, points: { show: true, size: 8, fill: color("ink") } },
        ],
    }, [at, ...heights.toReversed(), found.map(day => Number(day.flips) || null)], place);
}

function axis() {
    return { stroke: color("quiet"), grid: { stroke: color("line"), width: 1 }, ticks: { show: false } };
}

function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

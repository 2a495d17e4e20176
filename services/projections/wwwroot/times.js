// Ages and countdowns, counted on by the server's clock: the machine of whoever looks may be wrong by minutes.
let ahead = 0;

export function setClock(main) {
    ahead = Date.parse(main.dataset.now) - Date.now();
}

export function keepCounting() {
    setClock(document.getElementById("main"));
    count();
    setInterval(count, 1000);
}

export function count() {
    const now = Date.now() + ahead;
    for (const time of document.querySelectorAll("time[data-count]")) {
        const seconds = (now - Date.parse(time.dateTime)) / 1000;
        const text = time.dataset.count === "up"
            ? seconds < 1 ? "now" : `${span(seconds)} ago`
            : seconds <= 0 ? `${span(-seconds)} left` : `${span(seconds)} over`;
        if (time.textContent !== text) {
            time.textContent = text;
        }
    }
}

// As Words.Span says it.
function span(seconds) {
    const part = (of, size) => Math.floor(seconds / size) % of;
    if (seconds < 60) return `${Math.floor(seconds)} s`;
    if (seconds < 3600) return `${part(60, 60)} min ${part(60, 1)} s`;
    if (seconds < 86400) return `${part(24, 3600)} h ${part(60, 60)} min`;
    return `${Math.floor(seconds / 86400)} d ${part(24, 3600)} h`;
}

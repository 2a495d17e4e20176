// Follows the stream: when something happens that concerns this page, the page is asked for again and what differs is put in its place.
import { count, setClock } from "./times.js";
import { morph } from "./morph.js";
import { rove } from "./matrix.js";

const pause = 400; // however much happens, a page is asked for so often at most (milliseconds)
let due = null;
let asking = false;
let again = false;

export function follow() {
    const main = document.getElementById("main");
    if (main.dataset.live === undefined) return;
    const types = ["gate.opened", "gate.first_failure", "gate.first_error", "gate.complete", "gate.changed", "gate.closed", "result",
        "rejected.result", "rejected.update", "rejected.waiver", "overview"];
    const stream = new EventSource(`/api/v1/stream${main.dataset.live}`);
    let opened = false;
    stream.onopen = () => {
        state("live", "live");
        // What happened between the making of the page and the opening of the stream.
        if (!opened || stream.lost) refresh(0);
        opened = true;
        stream.lost = false;
    };
    stream.onerror = () => {
        stream.lost = true;
        state("off", "reconnecting");
        // Refused for good, or a proxy in between knows no streams: asking now and then is better than standing still.
        if (stream.readyState === EventSource.CLOSED) setInterval(() => refresh(0), 5000);
    };
    for (const type of types) stream.addEventListener(type, () => refresh(pause));
    // A hidden page costs nobody anything; shown again, it is as of now.
    document.addEventListener("visibilitychange", () => { if (!document.hidden && again) refresh(0); });
    addEventListener("pagehide", () => stream.close());
}

export function refresh(wait, after) {
    if (document.hidden || asking) {
        again = true;
    } else {
        due ??= setTimeout(() => ask(after), wait);
    }
}

async function ask(after) {
    due = null;
    asking = true;
    again = false;
    try {
        const address = new URL(location.href);
        if (after) address.searchParams.set("after", after);
        const answer = await fetch(address, { headers: { accept: "text/html" } });
        if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
        // The stream says that the line is gone; the page stays as it is until it is back.
    } finally {
        asking = false;
        if (again) refresh(pause);
    }
}

function put(page) {
    const [main, next] = [document.getElementById("main"), page.getElementById("main")];
    const before = news(main);
    morph(main, next);
    setClock(main);
    count();
    rove();
    const now = news(main);
    if (now && now !== before) document.getElementById("say").textContent = now;
}

// What is read out: how the gates stand, or the newest verdict. Counters are not.
function news(main) {
    return [...main.querySelectorAll(".says, .news li:first-child .small")].map(part => part.textContent.trim()).join(" ");
}

function state(name, text) {
    const shown = document.getElementById("link-state");
    if (shown) {
        shown.dataset.state = name;
        shown.textContent = text;
    }
}

// Parts of other pages, fetched when somebody opens them: <details data-from="address" data-part="id">.
export function fillWhenOpened() {
    document.addEventListener("toggle", event => {
        const details = event.target;
        if (details instanceof HTMLDetailsElement && details.open && details.dataset.from) fill(details);
    }, true);
}

async function fill(details) {
    const place = details.querySelector(".filled");
    try {
        const answer = await fetch(details.dataset.from, { headers: { accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const part = page.getElementById(details.dataset.part) ?? page.getElementById("main");
        part.removeAttribute("id");
        part.classList.remove("card");
        place.replaceChildren(part);
        place.dataset.filled = "";
    } catch {
        place.append("It could not be fetched just now. Close this and open it again.");
    }
}

// Makes one tree of elements like another by changing only what differs, so that focus, scroll, open parts and what was typed stay.

// What the reader has done to an element is not undone.
const kept = { DETAILS: ["open"], DIALOG: ["open"] };

export function morph(from, to) {
    if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName || from.id !== to.id) {
        from.replaceWith(to);
    } else if (from.nodeType === Node.TEXT_NODE) {
        if (from.data !== to.data) from.data = to.data;
    } else if (from.nodeType === Node.ELEMENT_NODE && !(from.hasAttribute("data-own") || from.nodeName === "DIALOG")) {
        attributes(from, to);
        children(from, to);
    }
}

function attributes(from, to) {
    const mine = kept[from.nodeName] ?? [];
    for (const { name } of [...from.attributes]) {
        if (!to.hasAttribute(name) && !mine.includes(name) && name !== "tabindex") from.removeAttribute(name);
    }
    for (const { name, value } of to.attributes) {
        if (from.getAttribute(name) !== value && !mine.includes(name)) from.setAttribute(name, value);
    }
}

// Elements are matched by what they are about where they tell it, the others by their place.
const key = node => node.nodeType !== Node.ELEMENT_NODE ? null
    : node.id || (node.nodeName === "TR" || node.nodeName === "LI" ? node.querySelector("a[href]")?.getAttribute("href") ?? null : null);

function children(from, to) {
    // Filled in afterwards, and not known to the server.
    if (from.dataset.filled !== undefined) return;
    const known = new Map([...from.childNodes].map(node => [key(node), node]).filter(([k]) => k));
    const wanted = new Set([...to.childNodes].map(key).filter(Boolean));
    let at = from.firstChild;
    for (const next of [...to.childNodes]) {
        const same = known.get(key(next));
        if (same) {
            known.delete(key(next));
            // What lies before it goes, rather than that it moves: an element that moves loses focus.
            while (at && at !== same && !wanted.has(key(at))) {
                const gone = at;
                at = at.nextSibling;
                gone.remove();
            }
            if (same === at) at = at.nextSibling;
            else from.insertBefore(same, at);
            morph(same, next);
        } else if (at && !key(at) && !key(next) && at.nodeName === next.nodeName) {
            const current = at;
            at = at.nextSibling;
            morph(current, next);
        } else {
            from.insertBefore(next, at);
        }
    }
    while (at) {
        const gone = at;
        at = at.nextSibling;
        gone.remove();
    }
}

// The cells of a matrix are one stop for Tab; the arrow keys walk from cell to cell.
const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -Infinity], End: [0, Infinity] };

export function walkCells() {
    rove();
    document.addEventListener("keydown", event => {
        const cell = event.target.closest?.(".matrix .answer");
        const move = moves[event.key];
        if (!cell || !move || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        const next = neighbour(cell, move);
        if (next) {
            next.focus();
            enter(next);
        }
    });
    document.addEventListener("focusin", event => {
        const cell = event.target.closest?.(".matrix .answer");
        if (cell) enter(cell);
    });
}

// Called again whenever cells may have come or gone.
export function rove() {
    for (const matrix of document.querySelectorAll(".matrix")) {
        const cells = [...matrix.querySelectorAll(".answer")];
        const current = cells.find(cell => cell === document.activeElement) ?? cells.find(cell => cell.tabIndex === 0 && cell.hasAttribute("tabindex")) ?? cells[0];
        if (current) enter(current, cells);
    }
}

function enter(cell, cells = cell.closest(".matrix").querySelectorAll(".answer")) {
    for (const other of cells) other.tabIndex = other === cell ? 0 : -1;
}

function neighbour(cell, [down, right]) {
    const row = cell.closest("tr");
    if (down) {
        const place = cell.closest("td").cellIndex;
        for (let next = down < 0 ? row.previousElementSibling : row.nextElementSibling; next; next = down < 0 ? next.previousElementSibling : next.nextElementSibling) {
            const found = next.cells[place]?.querySelector(".answer");
            if (found) return found;
        }
        return null;
    }
    const cells = [...row.querySelectorAll(".answer")];
    return cells[Math.min(cells.length - 1, Math.max(0, cells.indexOf(cell) + right))];
}

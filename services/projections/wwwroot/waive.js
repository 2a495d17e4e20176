// A cell of a matrix opens a dialog: what is known of it, for what is not satisfied a form to waive it, and for what is waived to withdraw that.
import { newId, remember, send, wantsAnother } from "./send.js";
import { refresh } from "./live.js";

const nameOfUser = "gatehouse-user";
let cell = null;
let id = null;

export function offerWaiving() {
    const dialog = document.getElementById("cell");
    if (!dialog) return;
    document.addEventListener("click", event => {
        const found = event.target.closest?.("a[data-cell]");
        if (found && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
            event.preventDefault();
            open(dialog, found);
        }
    });
    const form = document.getElementById("waive");
    form.addEventListener("submit", event => {
        event.preventDefault();
        waive(dialog, form);
    });
}

function open(dialog, from) {
    const { product, context, update } = from.closest("table").dataset;
    cell = { ...from.dataset, product, context, update };
    // The same waiver sent twice is one waiver.
    id = newId();
    const where = [cell.arch, cell.scenario].filter(Boolean).join(", ") || "anywhere";
    for (const place of dialog.querySelectorAll("[data-show]")) {
        const text = { ...cell, where }[place.dataset.show] ?? "";
        place.textContent = text;
        if (place.localName === "dd") place.hidden = place.previousElementSibling.hidden = text === "";
    }
    link(dialog.querySelector("#cell-log"), cell.log);
    link(dialog.querySelector("#cell-history"), from.getAttribute("href"));
    const form = document.getElementById("waive");
    form.hidden = cell.answer === "passed" || (cell.answer === "waived" && !cell.withdraw);
    for (const part of form.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== (cell.withdraw ? "waived" : "open");
    form.username.value ||= localStorage.getItem(nameOfUser) ?? "";
    form.comment.value = "";
    problem(form, "");
    dialog.showModal();
    if (!form.hidden) (form.username.value ? form.comment : form.username).focus();
}

async function waive(dialog, form) {
    enable(form, false);
    remember(form.token.value);
    // What is withdrawn is the waiver as it was given, which may cover more than this cell.
    const covers = cell.withdraw ? JSON.parse(cell.withdraw) : {
        scenario: cell.scenario ?? null, arch: cell.arch ?? null, product_version: cell.product, decision_context: cell.context, update: cell.update,
    };
    try {
        const said = await send("/api/v1/waivers", {
            ...covers, id, subject: { type: cell.subjectType, id: cell.subject }, testcase: cell.testcase,
            waived: !cell.withdraw, comment: form.comment.value, username: form.username.value,
        });
        localStorage.setItem(nameOfUser, form.username.value);
        dialog.close();
        document.getElementById("say").textContent = `${cell.withdraw ? "No longer waived" : "Waived"}: ${cell.testcase} for ${cell.subject}.`;
        refresh(0, said.sequence);
    } catch (refused) {
        if (wantsAnother(refused)) form.querySelector(".token").hidden = false;
        problem(form, refused.message);
    } finally {
        enable(form, true);
    }
}

function enable(form, able) {
    for (const button of form.querySelectorAll("button")) button.disabled = !able;
}

function problem(form, text) {
    const place = form.querySelector(".problem");
    place.textContent = text;
    place.hidden = text === "";
}

function link(place, address) {
    place.hidden = !address;
    if (address) place.setAttribute("href", address);
    else place.removeAttribute("href");
}

// Buttons that do one thing: <button data-post="address" data-ask="question">. What came of it is said beside them.
import { remember, send, wantsAnother } from "./send.js";
import { refresh } from "./live.js";

export function offerActions() {
    document.addEventListener("click", event => {
        const button = event.target.closest?.("button[data-post]");
        if (button) act(button);
    });
}

async function act(button) {
    if (button.dataset.ask && !confirm(button.dataset.ask)) return;
    const place = button.parentElement.querySelector("[role=status]");
    const token = button.parentElement.querySelector("input[name=token]");
    button.disabled = true;
    if (token) remember(token.value);
    try {
        const said = await send(button.dataset.post);
        place.textContent = button.dataset.done;
        refresh(0, said.sequence);
    } catch (refused) {
        if (wantsAnother(refused) && token) token.closest("label").hidden = false;
        place.textContent = refused.message;
    } finally {
        button.disabled = false;
    }
}

// Every page's start. The pages say all they have to say without this; it keeps them up to date and lets people act.
import { keepCounting } from "./times.js";
import { follow } from "./live.js";
import { fillWhenOpened } from "./later.js";
import { walkCells } from "./matrix.js";
import { offerWaiving } from "./waive.js";
import { offerActions } from "./actions.js";

keepCounting();
fillWhenOpened();
walkCells();
offerWaiving();
offerActions();
follow();

if (document.querySelector("[data-plot]")) {
    const { draw } = await import("./plots.js");
    draw();
}

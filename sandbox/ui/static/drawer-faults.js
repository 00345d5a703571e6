import { control } from "./control.js";
import { faultFor, placeOf } from "./fault-kinds.js";

const form = document.getElementById("fault-form");
const kind = form.elements.namedItem("effect");

/** Method and path say nothing about a token server or a webhook. */
function showWhatApplies() {
  for (const label of form.querySelectorAll("[data-only]"))
    label.hidden = label.dataset.only !== placeOf(kind.value);
}

kind.addEventListener("change", showWhatApplies);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void control("POST", "faults", faultFor(new FormData(form))).then((words) => {
    document.getElementById("fault-words").textContent = words;
  });
});
document.getElementById("clear-faults").addEventListener("click", () => void control("DELETE", "faults"));
showWhatApplies();

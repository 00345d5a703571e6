import { onReturn, onSite } from "./live.js";
import { showFlag } from "./flags.js";

const main = document.getElementById("main");
const watched = (main.dataset.liveOn ?? "").split(" ").filter((one) => one !== "");

/** Somebody types here, or has an editor open: it must not be taken from under their hands. */
function isBusy(region) {
  if (region.querySelector("details[open].edit") !== null) return true;
  const active = document.activeElement;
  return region.contains(active) && active.matches("input, select, textarea");
}

function replace(region, fresh) {
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  const flash = region.textContent.trim() !== fresh.textContent.trim();
  region.innerHTML = fresh.innerHTML;
  if (focused !== "") document.getElementById(focused)?.focus();
  if (!flash) return;
  region.classList.remove("flash");
  // Reading a size makes the browser forget the class before it is set again, so that it flashes anew.
  void region.offsetWidth;
  region.classList.add("flash");
}

/** Times grow older by themselves; a region whose markup differs in nothing else stays as it is. */
function withoutTimes(region) {
  const copy = region.cloneNode(true);
  for (const time of copy.querySelectorAll("time")) time.textContent = "";
  return copy.innerHTML;
}

let running;
let again = false;
let waiting = new Set();

async function refreshNow() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const counterparts = new Map();
  for (const region of fresh.querySelectorAll("[data-live]")) counterparts.set(region.dataset.live, region);
  waiting = new Set();
  // Regions lie within regions (rows in a list): the outer one is done when the inner ones are not enough.
  for (const region of document.querySelectorAll("[data-live]")) {
    if (!document.contains(region)) continue;
    const counterpart = counterparts.get(region.dataset.live);
    if (counterpart === undefined || withoutTimes(counterpart) === withoutTimes(region)) continue;
    if (isBusy(region)) waiting.add(region);
    else if (!holdsSame(region, counterpart)) replace(region, counterpart);
  }
}

/** A list whose rows are the same ones is left alone: its rows are regions themselves and flash alone. */
function holdsSame(region, counterpart) {
  const names = (one) =>
    [...one.querySelectorAll(":scope > [data-live]")].map((row) => row.dataset.live).join(" ");
  return names(region) !== "" && names(region) === names(counterpart);
}

/** Draws what changed since the page was made, region by region. Frames of apps are in none of them. */
export function refresh() {
  if (running !== undefined) {
    again = true;
    return running;
  }
  running = refreshNow()
    .catch(() => undefined)
    .finally(() => {
      running = undefined;
      if (again) {
        again = false;
        void refresh();
      }
    });
  return running;
}

let timer;
function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, 120);
}

onReturn(soon);
onSite((said) => {
  if (said.type === "reset") location.reload();
  else if (said.type === "issue-deleted" && watched.includes(`issue:${said.key}`)) {
    showFlag({
      type: "warning",
      title: `${said.key} was deleted`,
      body: "What you see is the last we know of it.",
    });
  } else if (
    said.key !== undefined &&
    (watched.includes(`issue:${said.key}`) || watched.includes(`project:${said.projectKey}`))
  )
    soon();
  else if (said.type === "page-changed" && watched.includes(`page:${said.pageId}`)) soon();
  else if (said.type === "settings" && watched.includes("settings")) soon();
  else if (said.type === "installation-changed" && watched.includes("apps")) {
    if (document.querySelector(".issue") === null) soon();
    else location.reload();
  }
});

document.addEventListener(
  "toggle",
  (event) => event.target.open === false && waiting.size > 0 && soon(),
  true,
);
document.addEventListener("focusout", () => waiting.size > 0 && soon());

// The site's stream of events. It is closed while nobody looks, because a browser keeps only six connections to
// one site, and a page that comes back into sight reads what it missed.
const listeners = new Set();
const returned = new Set();
const TYPES = [
  "issue-created",
  "issue-updated",
  "issue-deleted",
  "page-changed",
  "installation-changed",
  "webhook",
  "token",
  "exchange",
  "faults",
  "settings",
  "reset",
];
let source;
let broken = false;

function open() {
  if (source !== undefined) return;
  source = new EventSource("/_sandbox/live");
  for (const type of TYPES) {
    source.addEventListener(type, (event) => {
      const said = JSON.parse(event.data);
      for (const listener of listeners) listener(said);
    });
  }
  source.addEventListener("error", () => {
    broken = true;
  });
  source.addEventListener("open", () => {
    if (broken) for (const listener of returned) listener();
    broken = false;
  });
}

function close() {
  source?.close();
  source = undefined;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return close();
  open();
  for (const listener of returned) listener();
});
addEventListener("pagehide", close);
addEventListener("pageshow", (event) => {
  if (event.persisted) open();
});
open();

/** Hears every event of the site. */
export function onSite(listener) {
  listeners.add(listener);
}

/** Called when events may have been missed. */
export function onReturn(listener) {
  returned.add(listener);
}

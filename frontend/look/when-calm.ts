const STILL_MS = 400;
const LONGEST_MS = 2_500;
const CONTROLS = "button:hover, a:hover, label:hover, input:hover, select:hover, textarea:hover";

/**
 * Runs what it is given when nobody is about to click: the pointer rests and is on no control.
 * It waits 2.5 seconds at most; several asks become one run.
 */
export function createCalm(page: Document) {
  let moved = 0;
  let at = "";
  // A pointer that has not moved since its last press is where it is by accident.
  let aims = false;
  let due: (() => void) | undefined;
  let since = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const noteMove = (event: PointerEvent) => {
    // Browsers also report a "move" when the page moved under a resting pointer.
    const now = `${event.screenX},${event.screenY}`;
    if (now === at) return;
    at = now;
    aims = true;
    moved = Date.now();
  };
  const notePress = (event: MouseEvent) => {
    at = `${event.screenX},${event.screenY}`;
    aims = false;
  };
  const noteGone = () => {
    aims = false;
  };
  const busy = () => aims && (Date.now() - moved < STILL_MS || page.querySelector(CONTROLS) !== null);
  const attempt = () => {
    clearTimeout(timer);
    if (due === undefined) return;
    if (busy() && Date.now() - since < LONGEST_MS) {
      timer = setTimeout(attempt, STILL_MS / 4);
      return;
    }
    const run = due;
    due = undefined;
    run();
  };
  page.addEventListener("pointermove", noteMove, { passive: true });
  page.addEventListener("click", notePress);
  page.documentElement.addEventListener("pointerleave", noteGone);
  return {
    run(what: () => void) {
      if (due === undefined) since = Date.now();
      due = what;
      attempt();
    },
    stop() {
      clearTimeout(timer);
      due = undefined;
      page.removeEventListener("pointermove", noteMove);
      page.removeEventListener("click", notePress);
      page.documentElement.removeEventListener("pointerleave", noteGone);
    },
  };
}

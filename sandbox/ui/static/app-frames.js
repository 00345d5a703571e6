import { place, defineModules } from "./bridge-modules.js";
import { registerProviders } from "./bridge-providers.js";

const SANDBOX = [
  "allow-downloads",
  "allow-forms",
  "allow-modals",
  "allow-popups",
  "allow-popups-to-escape-sandbox",
  "allow-same-origin",
  "allow-scripts",
  "allow-top-navigation-by-user-activation",
].join(" ");

/** Asks the site for a module's signed address; it is good for 15 minutes, so every frame gets a new one. */
async function signed(where) {
  const answer = await fetch(`/_ui/module?${place(where)}`);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message);
  return said;
}

/**
 * Puts an app's frame into a box. `where` names app, module, and the issue or page it stands beside; `more` goes
 * into the extension's options, where the bridge's modules find it again.
 */
export async function embed(box, where, more = {}) {
  const { url, name, moduleType } = await signed(where);
  const { iframeAttributes } = window.connectHost.createExtension({
    addon_key: where.app,
    key: where.module,
    url,
    options: {
      autoresize: true,
      sandbox: SANDBOX,
      moduleType,
      productContext: {
        ...(where.issue ? { "issue.key": where.issue, "issue.id": where.issueId ?? "" } : {}),
        ...(where.page ? { "page.id": where.page } : {}),
      },
      where,
      ...more,
    },
  });
  const frame = document.createElement("iframe");
  for (const [attribute, value] of Object.entries(iframeAttributes)) frame.setAttribute(attribute, value);
  frame.setAttribute("title", name);
  frame.setAttribute("referrerpolicy", "no-referrer");
  frame.className = "ap-iframe";
  box.replaceChildren(frame);
  return frame;
}

function sayWhy(box, error) {
  const words = document.createElement("p");
  words.className = "wrong";
  words.setAttribute("role", "alert");
  words.textContent = `The app could not be shown: ${error instanceof Error ? error.message : "unknown reason"}`;
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Try again";
  again.addEventListener("click", () => fill(box));
  box.replaceChildren(words, again);
}

function fill(box) {
  const { app, module, issue, issueId, page } = box.dataset;
  embed(
    box,
    { app, module, issue, issueId, page },
    box.matches(".app-page") ? { isFullPage: true } : {},
  ).catch((error) => sayWhy(box, error));
}

/** Fills every place that the page keeps for an app. */
export function embedAll() {
  const boxes = [...document.querySelectorAll(".app-frame")];
  if (boxes.length === 0) return;
  defineModules();
  registerProviders(embed);
  boxes.forEach(fill);
  // A page out of the browser's own cache carries frames whose bridge has ended.
  addEventListener("pageshow", (event) => event.persisted && boxes.forEach(fill));
}

import { drawFaultForm, drawLimits, drawPermissionForm } from "./drawer-forms.ts";
import { html, type Html } from "./html.ts";
import type { Visit } from "./visit.ts";

const TABS = [
  ["webhooks", "Webhooks"],
  ["tokens", "Tokens"],
  ["calls", "REST calls"],
  ["faults", "Faults"],
  ["limits", "Limits"],
  ["permissions", "Permissions"],
  ["reset", "Reset"],
] as const;

function drawTab(id: string, words: string, at: number): Html {
  return html`<button
    type="button"
    role="tab"
    id="tab-${id}"
    aria-controls="tab-${id}-panel"
    aria-selected="${at === 0 ? "true" : "false"}"
    tabindex="${at === 0 ? "0" : "-1"}"
  >
    ${words} <span class="count" data-count="${id}"></span>
  </button>`;
}

function panel(id: string, inner: Html): Html {
  return html`<div role="tabpanel" id="tab-${id}-panel" aria-labelledby="tab-${id}" tabindex="0" hidden>
    ${inner}
  </div>`;
}

function drawWebhooks(): Html {
  return html`<p class="drawer-line">
      <button type="button" class="small" id="hurry-webhooks">Send waiting ones now</button>
      <span class="quiet">Otherwise they wait for minutes, as Jira lets them.</span>
    </p>
    <div id="webhook-list"></div>`;
}

/** The drawer: what the site sends and is asked, and ways to make it misbehave. Its scripts fill the lists. */
export function drawDrawer(visit: Visit): Html {
  return html`
    <aside id="drawer" class="drawer" aria-label="Sandbox drawer" hidden>
      <div class="drawer-head" role="tablist" aria-label="Sandbox drawer">
        ${TABS.map(([id, words], at) => drawTab(id, words, at))}
      </div>
      ${panel("webhooks", drawWebhooks())} ${panel("tokens", html`<div id="token-list"></div>`)}
      ${panel("calls", html`<div id="call-list"></div>`)} ${panel("faults", drawFaultForm(visit))}
      ${panel("limits", drawLimits())} ${panel("permissions", drawPermissionForm(visit))}
      ${panel(
        "reset",
        html`<p>Puts back the seeded issues and pages of this site. Installed apps stay installed.</p>
          <button type="button" class="danger" id="reset-site">Reset this site</button>`,
      )}
    </aside>
  `;
}

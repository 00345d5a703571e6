import { html, type Html } from "./html.ts";

const TABS = [
  ["webhooks", "Webhooks"],
  ["tokens", "Tokens"],
  ["calls", "REST calls"],
  ["faults", "Faults"],
  ["reset", "Reset"],
] as const;

/** Ready-made misbehaviour; the script turns a choice into what the control API takes. */
const FAULTS = [
  ["429-burst", "429, too many at once (jira-burst-based)"],
  ["429-tenant", "429, this site's quota is used up (jira-quota-tenant-based)"],
  ["429-global", "429, the app's quota is used up (jira-quota-global-based)"],
  ["429-issue", "429, too many changes of one issue (jira-per-issue-on-write)"],
  ["500", "500, internal server error"],
  ["503", "503, not available for a moment"],
  ["slow", "Slow: answers after 10 seconds"],
  ["drop", "Drops the connection"],
  ["no-effect", "Answers 204 and does nothing"],
] as const;

function drawFaultForm(): Html {
  return html`
    <form id="fault-form" class="fault-form">
      <label
        >What happens<select name="effect">
          ${FAULTS.map(([value, words]) => html`<option value="${value}">${words}</option>`)}
        </select></label
      >
      <label
        >To which calls
        <select name="method">
          <option value="">All methods</option>
          ${["GET", "POST", "PUT", "DELETE"].map((one) => html`<option>${one}</option>`)}
        </select>
      </label>
      <label
        >Whose path fits (pattern)<input name="path" placeholder="/issue/SHOP-42" autocomplete="off"
      /></label>
      <label>How often<input name="times" type="number" min="1" value="1" placeholder="always" /></label>
      <button class="primary">Plant fault</button>
      <button type="button" id="clear-faults">Clear all</button>
    </form>
    <p id="fault-words" class="wrong" role="alert"></p>
    <div id="fault-list"></div>
  `;
}

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

/** The drawer: what the site sends and is asked, and ways to make it misbehave. Its script fills the lists. */
export function drawDrawer(): Html {
  return html`
    <aside id="drawer" class="drawer" aria-label="Sandbox drawer" hidden>
      <div class="drawer-head" role="tablist" aria-label="Sandbox drawer">
        ${TABS.map(([id, words], at) => drawTab(id, words, at))}
      </div>
      ${panel("webhooks", html`<div id="webhook-list"></div>`)}
      ${panel("tokens", html`<div id="token-list"></div>`)}
      ${panel("calls", html`<div id="call-list"></div>`)} ${panel("faults", drawFaultForm())}
      ${panel(
        "reset",
        html`<p>Puts back the seeded issues and pages of this site. Installed apps stay installed.</p>
          <button type="button" class="danger" id="reset-site">Reset this site</button>`,
      )}
    </aside>
  `;
}

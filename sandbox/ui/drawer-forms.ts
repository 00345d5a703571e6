import { GIVEABLE_PERMISSIONS } from "../change-permission.ts";
import { nameOf } from "./draw-parts.ts";
import { html, type Html } from "./html.ts";
import type { Visit } from "./visit.ts";

/** Ready-made misbehaviour by where it strikes; the script turns a choice into what the control API takes. */
const FAULTS: [place: string, kinds: [value: string, words: string][]][] = [
  [
    "Calls to Jira and Confluence",
    [
      ["429-burst", "429: too many calls at once"],
      ["429-issue", "429: too many changes of one issue"],
      ["429-tenant", "429: this site's hour is used up"],
      ["429-global", "429: the app's hour is used up, on all sites"],
      ["500", "500: broken"],
      ["503", "503: away for a moment"],
      ["slow", "Slow: done and answered after 10 seconds"],
      ["slow-after", "Done at once, answered after 10 seconds"],
      ["drop", "Line cut, nothing done"],
      ["drop-after", "Line cut after it is done"],
      ["half", "Done, and half of the answer arrives"],
      ["html", "A web page instead of JSON, nothing done"],
      ["no-effect", "Says it is done, and does nothing"],
      ["stale", "Reads show what was 30 seconds ago"],
      ["stale-search", "Search lags 30 seconds behind"],
    ],
  ],
  [
    "Acting as a person",
    [
      ["token-503", "Token server: away (503)"],
      ["token-slow", "Token server: slow by 10 seconds"],
      ["token-html", "Token server: a web page instead of a token"],
      ["token-drop", "Token server: line cut"],
    ],
  ],
  [
    "Installing",
    [
      ["keys-503", "Key host: away (503)"],
      ["keys-drop", "Key host: line cut"],
    ],
  ],
  [
    "Webhooks to apps",
    [
      ["hook-twice", "Webhook comes twice"],
      ["hook-late", "Webhook comes 10 seconds late, after others"],
      ["hook-drop", "Webhook gets lost, and is sent again"],
      ["hook-lost", "Answer to it gets lost, and it is sent again"],
    ],
  ],
];

export function drawFaultForm({ site }: Visit): Html {
  const group = ([place, kinds]: (typeof FAULTS)[number]) =>
    html`<optgroup label="${place}">
      ${kinds.map(([value, words]) => html`<option value="${value}">${words}</option>`)}
    </optgroup>`;
  return html`
    <form id="fault-form" class="drawer-form">
      <label
        >What happens<select name="effect">
          ${FAULTS.map(group)}
        </select></label
      >
      <label
        >On
        <select name="tenant">
          <option value="">Both sites</option>
          <option value="${site.name}">This site</option>
        </select>
      </label>
      <label data-only="rest"
        >To which calls
        <select name="method">
          <option value="">All methods</option>
          ${["GET", "POST", "PUT", "DELETE"].map((one) => html`<option>${one}</option>`)}
        </select>
      </label>
      <label data-only="rest"
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

const NUMBERS: [name: string, words: string][] = [
  ["pointsPerHour", "Points an hour"],
  ["perTenantPointsPerHour", "Points an hour on each site"],
  ["burst.get", "GET a second"],
  ["burst.post", "POST a second"],
  ["burst.put", "PUT a second"],
  ["burst.delete", "DELETE a second"],
  ["perIssue.per2s", "Changes of an issue in 2 s"],
  ["perIssue.per30s", "Changes of an issue in 30 s"],
];

/** What apps have used, and other numbers to try out. */
export function drawLimits(): Html {
  return html`
    <p class="quiet">Apps are held to these, as Atlassian holds them. People at this site are not.</p>
    <div id="limit-use"></div>
    <form id="limit-form" class="drawer-form numbers">
      ${NUMBERS.map(
        ([name, words]) =>
          html`<label>${words}<input name="${name}" type="number" min="0" placeholder="no limit" /></label>`,
      )}
      <button class="primary">Set</button>
      <button type="button" id="usual-limits">Usual numbers, nothing used</button>
    </form>
    <p id="limit-words" class="wrong" role="alert"></p>
  `;
}

function say(permission: string): string {
  const words = permission.toLowerCase().replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Takes a permission from somebody in the middle of their work. */
export function drawPermissionForm({ site }: Visit): Html {
  const options = site
    .people()
    .map((one) => html`<option value="${one.accountId}">${nameOf(one)}, ${one.jobTitle}</option>`);
  const projects = site
    .state()
    .projects.map((one) => html`<option value="${one.key}">${one.name} (${one.key})</option>`);
  const permissions = GIVEABLE_PERMISSIONS.map(
    (one) => html`<option value="${one}" ${one === "EDIT_ISSUES" && html`selected`}>${say(one)}</option>`,
  );
  return html`
    <p class="quiet">
      Changes hold at once, also for what somebody has approved and an app has not done yet.
    </p>
    <form id="permission-form" class="drawer-form">
      <label
        >Person<select name="accountId">
          ${options}
        </select></label
      >
      <label
        >Project<select name="project">
          ${projects}
        </select></label
      >
      <label
        >May<select name="permission">
          ${permissions}
        </select></label
      >
      <button class="danger" name="allowed" value="no">Take away</button>
      <button name="allowed" value="yes">Give</button>
    </form>
    <p id="permission-words" role="status"></p>
  `;
}

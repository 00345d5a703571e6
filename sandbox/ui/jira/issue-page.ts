import type { ScreenFieldView } from "../../site.ts";
import type { SignedModule } from "../../ui-deps.ts";
import type { IssueView } from "../../view-types.ts";
import { drawStatus, drawTime, drawType } from "../draw-parts.ts";
import { drawControl, type FieldPlace } from "../form-fields.ts";
import { html, NOTHING, type Html } from "../html.ts";
import { drawCrumbs, drawPage } from "../page-shell.ts";
import { adfToHtml } from "../rich-text/adf-to-html.ts";
import type { Visit } from "../visit.ts";
import { drawActivity } from "./draw-activity.ts";
import { drawAppPanels } from "./draw-app-panels.ts";
import { drawEditable } from "./draw-field.ts";
import { drawTransitions } from "./draw-transitions.ts";

const OWN_PLACE = ["summary", "description", "issuetype", "project"];
const FIRST = ["priority", "assignee", "reporter", "labels", "components"];

function drawSummary(view: IssueView, summary: ScreenFieldView | undefined, place: FieldPlace): Html {
  const heading = html`<h1>${view.summary}</h1>`;
  if (!view.may.edit || summary === undefined) return html`<div data-live="summary">${heading}</div>`;
  return html`<div class="summary-line" data-live="summary">
    ${heading}
    <details class="edit">
      <summary id="open-summary" class="button subtle small">
        Edit<span class="hidden"> summary</span>
      </summary>
      <form method="post" action="/browse/${view.issue.key}/fields" data-send>
        <input type="hidden" name="field" value="summary" />
        <label class="hidden" for="edit-summary">Summary</label>
        ${drawControl(summary, view.summary, place, "edit-summary")}
        <p class="wrong" role="alert"></p>
        <div class="buttons">
          <button class="primary">Save</button><button type="button" data-close>Cancel</button>
        </div>
      </form>
    </details>
  </div>`;
}

function drawDescription(view: IssueView): Html {
  const words =
    view.description === null ? html`<p class="quiet">No description.</p>` : adfToHtml(view.description);
  return html`<section aria-labelledby="description-head">
    <h2 id="description-head">Description</h2>
    <div class="rich" data-live="description">${words}</div>
  </section>`;
}

function drawLinks(view: IssueView): Html {
  const remote = view.issue.remoteLinks.flatMap(({ id, object }) => {
    const { url, title } = object;
    return typeof url === "string" && /^https?:/.test(url)
      ? [{ id, url, title: typeof title === "string" ? title : url }]
      : [];
  });
  const rows = view.links.map(
    ({ words, other }) =>
      html`<li>
        <span class="quiet">${words}</span> <a href="/browse/${other.key}">${other.key}</a>
        <span class="words">${other.summary}</span> ${drawStatus(other.status)}
      </li>`,
  );
  const away = remote.map(
    (one) => html`<li><a href="${one.url}" rel="noopener noreferrer">${one.title}</a></li>`,
  );
  const none = rows.length + away.length === 0;
  return html`<div data-live="links">
    ${none
      ? NOTHING
      : html`<section aria-labelledby="links-head">
          <h2 id="links-head">Linked issues</h2>
          <ul class="links">
            ${rows}${away}
          </ul>
        </section>`}
  </div>`;
}

function drawDetails(view: IssueView, screen: ScreenFieldView[], place: FieldPlace): Html {
  const rank = (one: ScreenFieldView) =>
    FIRST.includes(one.field.id) ? FIRST.indexOf(one.field.id) : FIRST.length;
  const shown = screen
    .filter((one) => !OWN_PLACE.includes(one.field.id))
    .toSorted((a, b) => rank(a) - rank(b));
  const now = place.site.now();
  return html`<section class="details" aria-labelledby="details-head">
    <h2 id="details-head">Details</h2>
    <dl>
      ${shown.map(
        (one) =>
          html`<dt>${one.field.name}</dt>
            <dd data-live="field-${one.field.id}">${drawEditable(view, one, place)}</dd>`,
      )}
    </dl>
    <p class="hint" data-live="dates">
      Created ${drawTime(view.issue.created, now)}, updated ${drawTime(view.issue.updated, now)}
    </p>
  </section>`;
}

function drawDelete(view: IssueView): Html {
  if (!view.may.delete) return NOTHING;
  return html`<form
    method="post"
    action="/browse/${view.issue.key}/delete"
    data-send
    data-ask="Delete ${view.issue.key} for good?"
  >
    <button class="subtle danger-text">Delete issue</button>
    <p class="wrong" role="alert"></p>
  </form>`;
}

/** An issue, its texts, fields and history, with the panels of apps beside it. */
export function drawIssue(visit: Visit, view: IssueView, panels: SignedModule[]): string {
  const { site, acting } = visit;
  const place: FieldPlace = { site, acting, project: view.project };
  const screen = site.editScreen(view.issue);
  const summary = screen.find((one) => one.field.id === "summary");
  const main = html`<div class="issue">
    <div class="issue-main">
      ${drawCrumbs(
        [
          ["/projects", "Projects"],
          [`/projects/${view.project.key}`, view.project.name],
        ],
        html`<li data-live="crumb">
          <span class="with-icon">${drawType(view.issueType)}<span>${view.issue.key}</span></span>
        </li>`,
      )}
      ${drawSummary(view, summary, place)} ${drawTransitions(view, place)} ${drawDescription(view)}
      ${drawLinks(view)} ${drawActivity(view, site.now())}
    </div>
    <div class="issue-details">${drawDetails(view, screen, place)} ${drawDelete(view)}</div>
    ${panels.length > 0 && html`<div class="issue-apps">${drawAppPanels(view, panels)}</div>`}
  </div>`;
  const title = `${view.issue.key} ${view.summary}`;
  return drawPage(visit, { title, product: "jira", main, liveOn: [`issue:${view.issue.key}`, "apps"] });
}

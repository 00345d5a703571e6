import type { ScreenFieldView } from "../../site.ts";
import type { Json } from "../../state.ts";
import type { IssueView } from "../../view-types.ts";
import { describeFieldValue } from "../../fields/describe-field-value.ts";
import { asAdf } from "../../rich-text/adf-to-text.ts";
import { summaryOf } from "../../issues/view-issue.ts";
import { drawPerson, drawPriority, drawTime, drawType } from "../draw-parts.ts";
import { drawControl, mayChange, type FieldPlace } from "../form-fields.ts";
import { html, type Html } from "../html.ts";
import { adfToHtml } from "../rich-text/adf-to-html.ts";
import { safeLink } from "../rich-text/safe-link.ts";

function drawLabels(labels: string[]): Html {
  return html`<span class="labels">${labels.map((one) => html`<span class="label">${one}</span>`)}</span>`;
}

/** Another issue, for whoever may see that one, too. */
function drawOther({ site, acting }: FieldPlace, issueId: Json): Html {
  const other = typeof issueId === "string" ? site.issue(acting, issueId) : undefined;
  if (other?.ok !== true) return html`<span class="quiet">None</span>`;
  return html`<a href="/browse/${other.value.key}">${other.value.key}</a> ${summaryOf(other.value)}`;
}

/** A field's value as the issue page shows it. */
export function drawValue(view: IssueView, { field }: ScreenFieldView, place: FieldPlace): Html {
  const value: Json = view.issue.values[field.id] ?? null;
  if (field.kind === "issue-type") return drawType(view.issueType, true);
  if (field.kind === "priority") return drawPriority(view.priority);
  if (field.kind === "user")
    return drawPerson(typeof value === "string" ? (place.site.person(value) ?? null) : null);
  if (field.kind === "labels" && Array.isArray(value) && value.length > 0)
    return drawLabels(value.map(String));
  if (field.kind === "parent" || field.kind === "epic-link") return drawOther(place, value);
  const link = field.kind === "url" && typeof value === "string" ? safeLink(value) : undefined;
  if (link !== undefined) return html`<a href="${link}" rel="noopener noreferrer">${link}</a>`;
  if (field.kind === "datetime" && typeof value === "string") return drawTime(value, place.site.now());
  if (field.kind === "rich-text" && value !== null) return adfToHtml(asAdf(value));
  const words = describeFieldValue(field, value, place.site.state(), view.project).text;
  return words === null || words === ""
    ? html`<span class="quiet">None</span>`
    : html`<span class="words">${words}</span>`;
}

/** A value that opens into its own control, for whoever may edit it. It works without a script, too. */
export function drawEditable(view: IssueView, one: ScreenFieldView, place: FieldPlace): Html {
  const { field } = one;
  const may = mayChange(field, place, "existing") && (field.id === "assignee" || view.may.edit);
  const value = drawValue(view, one, place);
  if (!may) return html`<div class="value">${value}</div>`;
  const id = `edit-${field.id}`;
  return html`<details class="edit">
    <summary id="open-${field.id}"><span class="hidden">Edit ${field.name}: </span>${value}</summary>
    <form method="post" action="/browse/${view.issue.key}/fields" data-send>
      <input type="hidden" name="field" value="${field.id}" />
      <label class="hidden" for="${id}">${field.name}</label>
      ${drawControl(
        one,
        view.issue.values[field.id] ?? (field.kind === "issue-type" ? view.issue.issueTypeId : null),
        place,
        id,
      )}
      <p class="wrong" role="alert"></p>
      <div class="buttons">
        <button class="primary">Save</button><button type="button" data-close>Cancel</button>
      </div>
    </form>
  </details>`;
}

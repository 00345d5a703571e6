import { viewScreen } from "../../fields/screen-of.ts";
import type { IssueView } from "../../view-types.ts";
import { drawStatus } from "../draw-parts.ts";
import { drawLabelled, type FieldPlace } from "../form-fields.ts";
import { html, type Html } from "../html.ts";

type Way = IssueView["transitions"][number];

function drawWay(view: IssueView, { transition, to }: Way, place: FieldPlace): Html {
  const action = `/browse/${view.issue.key}/transitions`;
  const hidden = html`<input type="hidden" name="transition" value="${transition.id}" />`;
  if (transition.fields.length === 0) {
    return html`<form method="post" action="${action}" data-send>
      ${hidden}<button title="To ${to.name}">${transition.name}</button>
      <p class="wrong" role="alert"></p>
    </form>`;
  }
  // A transition with a screen opens its fields first, as the product does.
  return html`<details class="edit way">
    <summary id="open-transition-${transition.id}" class="button" title="To ${to.name}">
      ${transition.name} …
    </summary>
    <form method="post" action="${action}" data-send>
      ${hidden}
      ${viewScreen(place.site.state(), transition.fields, {
        project: view.project,
        issueTypeId: view.issue.issueTypeId,
      }).map((one) => drawLabelled(one, null, place, `way-${transition.id}`))}
      <p class="wrong" role="alert"></p>
      <div class="buttons">
        <button class="primary">${transition.name}</button><button type="button" data-close>Cancel</button>
      </div>
    </form>
  </details>`;
}

/** The status, and the ways on from it that this person may take. */
export function drawTransitions(view: IssueView, place: FieldPlace): Html {
  return html`<div class="ways" data-live="status">
    <span class="big">${drawStatus(view.status)}</span>
    ${view.resolution !== null && html`<span class="quiet">${view.resolution.name}</span>`}
    ${view.transitions.map((way) => drawWay(view, way, place))}
  </div>`;
}

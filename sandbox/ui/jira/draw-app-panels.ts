import { z } from "zod";
import type { IssueView } from "../../view-types.ts";
import type { SignedModule } from "../../ui-deps.ts";
import { html, NOTHING, type Html } from "../html.ts";

const Badge = z.union([
  z.object({ type: z.literal("badge"), value: z.object({ label: z.union([z.string(), z.number()]) }) }),
  z.object({
    type: z.literal("lozenge"),
    value: z.object({ label: z.string(), type: z.string().default("default") }),
  }),
]);

/** The status an app keeps in the issue's property for this panel. */
function drawBadge(view: IssueView, panel: SignedModule): Html {
  const property =
    view.issue.properties[`com.atlassian.jira.issue:${panel.appKey}:${panel.moduleKey}:status`];
  const read = Badge.safeParse(property);
  if (!read.success) return NOTHING;
  const look = read.data.type === "badge" ? "badge" : "lozenge";
  return html`<span class="${look}" data-badge>${read.data.value.label}</span>`;
}

/** Panels of apps. The script puts an iframe into each; the frame itself is never drawn anew while the page lives. */
export function drawAppPanels(view: IssueView, panels: SignedModule[]): Html {
  return html`${panels.map(
    (panel) =>
      html`<section class="app-panel" aria-label="${panel.name}">
        <header>
          ${panel.icon !== null && html`<img src="${panel.icon}" alt="" width="20" height="20" />`}
          <h2>${panel.name}</h2>
          <span data-live="badge-${panel.appKey}-${panel.moduleKey}">${drawBadge(view, panel)}</span>
          <span class="bar-space"></span>
          <button
            type="button"
            class="subtle small"
            data-panel-width
            aria-label="Change the width of the panel"
          >
            340
          </button>
        </header>
        <div
          class="app-frame"
          data-app="${panel.appKey}"
          data-module="${panel.moduleKey}"
          data-module-type="${panel.moduleType}"
          data-name="${panel.name}"
          data-issue="${view.issue.key}"
          data-issue-id="${view.issue.id}"
        ></div>
      </section>`,
  )}`;
}

import { commentOperations } from "./issues/comment-on-issue.ts";
import { createOperations } from "./issues/create-issue.ts";
import { deleteOperations } from "./issues/delete-issue.ts";
import { editOperations } from "./issues/edit-issue.ts";
import { findOperations } from "./issues/find-issue.ts";
import { linkOperations } from "./issues/link-issues.ts";
import { propertyOperations } from "./issues/set-property.ts";
import { searchOperations } from "./issues/search-issues.ts";
import { transitionOperations } from "./issues/transition-issue.ts";
import { viewOperations } from "./issues/view-issue.ts";
import { pageOperations } from "./pages/page-operations.ts";
import { peopleOperations } from "./people-operations.ts";
import type { EventStream } from "./event-stream.ts";
import type { Site } from "./site.ts";
import type { Emit, IssueHappening, PageHappening, SiteCore } from "./site-core.ts";
import type { SiteState, TenantName } from "./state.ts";

export type SiteDeps = {
  name: TenantName;
  origin: () => string;
  state: () => SiteState;
  events: EventStream;
  touch: () => void;
  now: () => Date;
  /** Called after each change, with everything a webhook needs. */
  onHappening: (happening: IssueHappening) => void;
  onPageHappening: (happening: PageHappening) => void;
};

/** Joins the operations of one site. They share the state through `SiteCore` and nothing else. */
export function createSite(deps: SiteDeps): Site {
  const emit: Emit = (happening) => {
    deps.touch();
    deps.onHappening(happening);
    deps.events.emit({
      type: happening.live,
      key: happening.issue.key,
      projectKey: happening.project.key,
      by: happening.by,
      fields: happening.changes.map((change) => change.fieldId),
    });
  };
  const emitPage = (happening: PageHappening) => {
    deps.touch();
    deps.onPageHappening(happening);
    deps.events.emit({ type: "page-changed", pageId: happening.page.id });
  };
  const core: SiteCore = { ...deps, emit, emitPage };
  const people = peopleOperations(core);
  const find = findOperations(core);
  return {
    name: deps.name,
    origin: deps.origin,
    state: deps.state,
    events: deps.events,
    touch: deps.touch,
    now: deps.now,
    ...people,
    ...find,
    ...searchOperations(core),
    ...viewOperations(core),
    ...createOperations(core),
    ...editOperations(core),
    ...transitionOperations(core),
    ...deleteOperations(core),
    ...commentOperations(core),
    ...propertyOperations(core),
    ...linkOperations(core),
    wiki: pageOperations(core),
    installations: () => deps.state().installations,
    installation: (product, appKey) =>
      deps.state().installations.find((one) => one.product === product && one.appKey === appKey),
  };
}

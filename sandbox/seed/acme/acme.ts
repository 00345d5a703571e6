import type { SiteState } from "../../state.ts";
import type { Blueprint } from "../blueprint.ts";
import { linkTypes, priorities, resolutions } from "../site-parts.ts";
import { HR_PLAN } from "./hr-stories.ts";
import { OPS_PLAN } from "./ops-stories.ts";
import { addPages } from "./pages.ts";
import { MORE_FIELDS } from "./more-fields.ts";
import { PEOPLE } from "./people.ts";
import { FIELDS, ISSUE_TYPES, projects } from "./projects.ts";
import { SECURITY_SCHEMES } from "./security.ts";
import { finishAcme } from "./finish.ts";
import { SHOP_PLAN } from "./shop-stories.ts";
import { STATUSES, WORKFLOWS } from "./workflows.ts";

function base(now: Date): SiteState {
  const state: SiteState = {
    format: 2,
    tenant: "acme",
    siteName: "Acme",
    cloudId: "0c1a9d3e-6a4b-4c55-9f2e-acaeacaeacae",
    seededAt: now.toISOString(),
    lastId: 20_000,
    people: structuredClone(PEOPLE),
    groups: ["developers", "operations", "people-team", "support", "site-admins"],
    projects: projects(now),
    issueTypes: ISSUE_TYPES,
    statuses: STATUSES,
    workflows: WORKFLOWS,
    fields: [...FIELDS, ...MORE_FIELDS],
    priorities: priorities(),
    resolutions: resolutions(),
    linkTypes: linkTypes(),
    securitySchemes: structuredClone(SECURITY_SCHEMES),
    issues: [],
    links: [],
    spaces: [],
    pages: [],
    pageComments: [],
    appProperties: [],
    installations: [],
    installKeys: {},
    deliveries: [],
    tokens: [],
    settings: { licence: "active", impersonation: "on" },
  };
  addPages(state, now);
  return state;
}

/** A furniture shop: its developers, its operations, and a people team that keeps to itself. */
export const acme: Blueprint = {
  seed: 20_260_101,
  base,
  plans: [SHOP_PLAN, OPS_PLAN, HR_PLAN],
  links: [
    ["SHOP-57", "Relates", "SHOP-128"],
    ["SHOP-128", "Relates", "SHOP-97"],
    ["OPS-90", "Relates", "SHOP-97"],
    ["SHOP-20", "Duplicate", "SHOP-12"],
    ["SHOP-66", "Blocks", "SHOP-70"],
    ["OPS-40", "Blocks", "OPS-52"],
  ],
  finish: finishAcme,
};

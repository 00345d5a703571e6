import type { Person, Project, SiteState, Status, Workflow } from "../../state.ts";
import type { Blueprint, ProjectPlan, Theme } from "../blueprint.ts";
import {
  customField,
  issueType,
  linkTypes,
  person,
  priorities,
  resolutions,
  roles,
  screen,
  status,
  systemFields,
  transition,
} from "../site-parts.ts";
import { addPages } from "./pages.ts";

const DOMAIN = "globex.example";
const HANA = person(51, "Hana Sato", "project lead", DOMAIN, ["makers"]);
const IVAN = person(52, "Ivan Costa", "agent", DOMAIN, ["makers"]);
const LEO = person(53, "Leo Brandt", "agent", DOMAIN, ["makers"]);
const RITA = person(54, "Rita Reporter", "reporter", DOMAIN, ["desk"]);
const OTTO = person(55, "Otto Admin", "admin", DOMAIN, ["site-admins"], true);
const UMA = person(56, "Uma Outside", "someone without access", DOMAIN, []);
const PEOPLE: Person[] = [HANA, IVAN, LEO, RITA, OTTO, UMA];

const STATUSES: Status[] = [
  status("1", "Backlog", "new"),
  status("3", "Doing", "indeterminate"),
  status("4", "Testing", "indeterminate"),
  status("5", "Shipped", "done"),
];
const FLOW: Workflow = {
  id: "flow",
  name: "Simple flow",
  initialStatusId: "1",
  transitions: [
    transition("11", "Begin", ["1"], "3"),
    transition("21", "Test", ["3"], "4"),
    transition("31", "Ship", ["4"], "5"),
    transition("41", "Put back", "any", "1"),
    transition("51", "Drop", ["1", "3"], "5", { fields: screen("resolution") }),
  ],
};

function project(id: string, key: string, name: string, everyoneViews: boolean): Project {
  const base = [
    "summary*",
    "description",
    "priority",
    "labels",
    "components",
    "assignee",
    "duedate",
    "customfield_10070*",
    "customfield_10071",
  ];
  return {
    id,
    key,
    name,
    description: `${name} of Globex.`,
    kind: "software",
    leadAccountId: HANA.accountId,
    avatarColour: "#1F845A",
    issueTypes: ["10200", "10201"].map((issueTypeId) => ({
      issueTypeId,
      workflowId: "flow",
      screen: screen(...base),
    })),
    components: [
      { id: `${id}1`, name: "Firmware", description: "", leadAccountId: IVAN.accountId },
      { id: `${id}2`, name: "Cloud", description: "", leadAccountId: LEO.accountId },
    ],
    versions: [],
    roles: roles({ leads: [HANA.accountId], workers: ["makers"], reporters: ["desk"], everyoneViews }),
    securitySchemeId: null,
    lastIssueNumber: 0,
  };
}

const firmware: Theme = {
  component: "Firmware",
  experts: [IVAN.accountId, LEO.accountId],
  labels: ["sensor", "battery"],
  comments: ["Measured again with the {device}: same result.", "New build is on the test bench."],
  cases: [
    {
      type: "Defect",
      title: "{device} drains its battery within {n} days",
      body: "The {device} should last a year. It lasts {n} days. The radio never sleeps.",
      priority: ["High", "Highest"],
      again: {
        title: "Battery of {device} empty after {n} days",
        body: "Customers say the battery of the {device} is empty after {n} days.",
      },
    },
    {
      type: "Defect",
      title: "{device} loses its clock after an update",
      body: "After the update the {device} reports 1970.",
    },
    {
      type: "Work",
      title: "Sign the update of {device}",
      body: "Updates must be signed before the {device} ships to {n} customers.",
    },
  ],
};
const cloud: Theme = {
  component: "Cloud",
  experts: [LEO.accountId, HANA.accountId],
  labels: ["api", "ingest"],
  comments: ["Ingest was {n} minutes behind, it caught up.", "Deployed."],
  cases: [
    {
      type: "Defect",
      title: "Readings of {device} arrive {n} minutes late",
      body: "The queue grows during the day. One worker is not enough for {device}.",
    },
    {
      type: "Work",
      title: "Export of {device} readings as CSV",
      body: "Customers want their {device} readings in a spreadsheet.",
    },
    { type: "Work", title: "Delete readings older than {n} months", body: "The contract says so." },
  ],
};

const SLOTS = {
  device: ["thermostat", "door sensor", "smoke sensor", "water meter", "valve", "gateway"],
  n: ["3", "5", "9", "14", "21", "36"],
};
const PEOPLE_WHO_REPORT = [RITA.accountId, HANA.accountId, RITA.accountId];

function plan(key: string, count: number, themes: Theme[]): ProjectPlan {
  return { key, count, days: 120, reporters: PEOPLE_WHO_REPORT, themes, fixed: [], slots: SLOTS };
}

function base(now: Date): SiteState {
  const state: SiteState = {
    format: 2,
    tenant: "globex",
    siteName: "Globex",
    cloudId: "7f3b2c10-9d8e-4a61-8b77-610be4610be4",
    seededAt: now.toISOString(),
    lastId: 40_000,
    people: structuredClone(PEOPLE),
    groups: ["makers", "desk", "site-admins"],
    projects: [project("10500", "DEV", "Devices", true), project("10501", "LAB", "Laboratory", false)],
    issueTypes: [
      issueType("10200", "Defect", "It does not do what it should."),
      issueType("10201", "Work", "Something to do."),
    ],
    statuses: STATUSES,
    workflows: [FLOW],
    fields: [
      ...systemFields(),
      customField(10070, "Hardware revision", "select", "Which board.", ["Rev A", "Rev B", "Rev C"]),
      customField(10071, "Field returns", "number", "How many came back."),
    ],
    priorities: priorities(),
    resolutions: resolutions(),
    linkTypes: linkTypes(),
    securitySchemes: [],
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
  addPages(state, now, { lead: HANA.accountId, firmware: IVAN.accountId });
  return state;
}

/** A small maker of sensors: other fields, other workflow, other people than acme. */
export const globex: Blueprint = {
  seed: 777,
  base,
  plans: [plan("DEV", 28, [firmware, cloud]), plan("LAB", 12, [firmware])],
  links: [["DEV-5", "Relates", "DEV-9"]],
};

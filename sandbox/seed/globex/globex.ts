import type { Person, Project, SecurityScheme, SiteState, Status, Workflow } from "../../state.ts";
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
import { translate } from "./translate.ts";

const DOMAIN = "globex.example";
const HANA = person(51, "Hana Sato", "project lead", DOMAIN, ["makers"]);
const IVAN = person(52, "Ivan Costa", "agent", DOMAIN, ["makers"]);
const LEO = person(53, "Leo Brandt", "agent", DOMAIN, ["makers"]);
const RITA = person(54, "Rita Reporter", "reporter", DOMAIN, ["desk"]);
const OTTO = person(55, "Otto Admin", "admin", DOMAIN, ["site-admins"], true);
const UMA = person(56, "Uma Outside", "someone without access", DOMAIN, []);
const PEOPLE: Person[] = [HANA, IVAN, LEO, RITA, OTTO, UMA].map((one) => ({
  ...one,
  timeZone: "Asia/Tokyo",
  locale: "de_DE",
}));

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
    transition("31", "Ship", ["4"], "5", {
      fields: screen("resolution*", "customfield_10072*", "customfield_10073*"),
    }),
    transition("41", "Put back", "any", "1"),
    transition("51", "Drop", ["1", "3"], "5", { fields: screen("resolution") }),
  ],
};

/** Whoever sees the project sees its issues, until somebody keeps one for the makers. The app is left out. */
const SECURITY: SecurityScheme = {
  id: "10900",
  name: "Vertraulichkeit",
  description: "",
  defaultLevelId: null,
  levels: [
    {
      id: "10901",
      name: "Nur Entwicklung",
      description: "",
      members: [{ id: "10902", type: "group", name: "makers" }],
    },
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
    "security",
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
    securitySchemeId: SECURITY.id,
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
      { ...issueType("10202", "Unteraufgabe", "A part of another issue.", -1), subtask: true, icon: "work" },
    ],
    statuses: structuredClone(STATUSES),
    workflows: [structuredClone(FLOW)],
    fields: [
      ...systemFields(),
      customField(10070, "Hardware revision", "select", "Which board.", ["Rev A", "Rev B", "Rev C"]),
      customField(10071, "Field returns", "number", "How many came back."),
      customField(10072, "Abgenommen von", "user", "Wer geprüft hat."),
      customField(10073, "Abgenommen am", "date", "Der Tag der Abnahme."),
    ],
    priorities: priorities(),
    resolutions: resolutions(),
    linkTypes: linkTypes(),
    securitySchemes: [structuredClone(SECURITY)],
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
    settings: { licence: "active", impersonation: "off" },
  };
  addPages(state, now, { lead: HANA.accountId, firmware: IVAN.accountId });
  return state;
}

/** Only an agent who is named may be given an issue, and a laboratory keeps no priorities or components. */
function finish(state: SiteState): void {
  for (const { roles: all, key, issueTypes } of state.projects) {
    for (const role of all) {
      role.permissions = role.permissions.filter((one) => one !== "ASSIGNABLE_USER" || key === "DEV");
      if (role.name === "Administrators")
        role.permissions = [...new Set([...role.permissions, "ASSIGNABLE_USER" as const])];
    }
    const dropped = key === "LAB" ? ["priority", "components"] : [];
    for (const type of issueTypes) type.screen = type.screen.filter((one) => !dropped.includes(one.fieldId));
    if (key === "DEV") {
      issueTypes.push({
        issueTypeId: "10202",
        workflowId: "flow",
        screen: screen("summary*", "description", "assignee", "parent*"),
      });
    }
  }
  translate(state);
}

/** A small maker of sensors: other fields, workflow and people than acme, in German, and no acting for people. */
export const globex: Blueprint = {
  seed: 777,
  base,
  plans: [plan("DEV", 28, [firmware, cloud]), plan("LAB", 12, [firmware])],
  links: [["DEV-5", "Relates", "DEV-9"]],
  finish,
};

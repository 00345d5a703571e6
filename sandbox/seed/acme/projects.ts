import type { Component, Field, IssueType, Project, Version } from "../../state.ts";
import { customField, issueType, roles, screen, systemFields } from "../site-parts.ts";
import { MORE_FIELDS, READ_ONLY } from "./more-fields.ts";
import { ADA, ANA, DANIEL, ELENA, GRACE, JONAS, MIA, PRIYA, TOM_A, TOM_B } from "./people.ts";

export const ISSUE_TYPES: IssueType[] = [
  issueType("10100", "Bug", "Something does not work as it should."),
  issueType("10101", "Task", "Work that needs doing."),
  issueType("10102", "Story", "Something a customer wants."),
  issueType("10103", "Epic", "A large piece of work.", 1),
  issueType("10104", "Incident", "A service is down or degraded."),
  issueType("10105", "Change", "A planned change to a running service."),
  issueType("10106", "Request", "Somebody asks the people team for something."),
];

export const FIELDS: Field[] = [
  ...systemFields(),
  customField(10040, "Severity", "select", "How bad it is for the customer.", [
    "Critical",
    "Major",
    "Minor",
    "Cosmetic",
  ]),
  customField(10041, "Browsers", "multi-select", "Where it was seen.", [
    "Chrome",
    "Firefox",
    "Safari",
    "Edge",
    "App",
  ]),
  customField(10042, "Affected orders", "number", "How many orders are touched."),
  customField(10043, "Steps to reproduce", "rich-text", "What to do to see it."),
  customField(10044, "QA contact", "user", "Who tests it."),
  customField(10045, "Campaigns", "labels", "Marketing campaigns that are touched."),
  customField(10050, "Impact", "select", "How much of the service is touched.", [
    "Whole site",
    "One service",
    "Some customers",
    "None visible",
  ]),
  customField(10051, "Affected services", "multi-select", "Services that are touched.", [
    "storefront",
    "checkout-api",
    "payment-gateway",
    "search",
    "warehouse-sync",
    "mail",
  ]),
  customField(10052, "Root cause", "rich-text", "What it came from, once known."),
  customField(10053, "Detected on", "date", "The day it was noticed."),
  customField(10054, "Rollback plan", "rich-text", "How to take the change back."),
  customField(10060, "Confidentiality", "select", "Who may hear of it.", [
    "People team only",
    "Managers",
    "Everybody",
  ]),
  customField(10061, "Wanted by", "date", "The day it is needed."),
];

function component(id: string, name: string, description: string, leadAccountId: string | null): Component {
  return { id, name, description, leadAccountId };
}

function version(id: string, name: string, released: boolean, releaseDate: string | null): Version {
  return { id, name, description: "", released, archived: false, releaseDate };
}

function releases(now: Date): Version[] {
  const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  return [
    version("10200", "4.8", true, day(-75)),
    version("10201", "4.9", true, day(-33)),
    version("10202", "5.0", false, day(21)),
    version("10203", "5.1", false, null),
  ];
}

const COMMON = ["description", "priority", "labels", "components", "assignee", "reporter", "duedate"];

function shop(now: Date): Project {
  const base = ["summary*", ...COMMON, "fixVersions", "versions", "parent", "security"];
  const bug = screen(
    ...base,
    "environment",
    "customfield_10040*",
    "customfield_10041",
    "customfield_10042",
    "customfield_10043",
    "customfield_10044",
  );
  return {
    id: "10300",
    key: "SHOP",
    name: "Web shop",
    description: "The shop our customers see: storefront, checkout, search and account.",
    kind: "software",
    leadAccountId: MIA,
    avatarColour: "#1868DB",
    issueTypes: [
      { issueTypeId: "10100", workflowId: "software", screen: bug },
      { issueTypeId: "10101", workflowId: "software", screen: screen(...base) },
      {
        issueTypeId: "10102",
        workflowId: "software",
        screen: screen(...base, "customfield_10045", "customfield_10044"),
      },
      { issueTypeId: "10103", workflowId: "software", screen: screen("summary*", ...COMMON) },
    ],
    components: [
      component("10400", "Checkout", "From the basket to the confirmed order.", MIA),
      component("10401", "Payments", "Cards, wallets, invoices and refunds.", TOM_B),
      component("10402", "Search", "Finding products.", PRIYA),
      component("10403", "Storefront", "Home, category and product pages.", TOM_A),
      component("10404", "Account", "Sign-in, profile, order history.", DANIEL),
      component("10405", "Mobile app", "The iOS and Android apps.", TOM_A),
    ],
    versions: releases(now),
    roles: roles({
      leads: [MIA],
      workers: ["developers"],
      reporters: ["support", "operations"],
      everyoneViews: true,
    }),
    securitySchemeId: "10700",
    lastIssueNumber: 0,
  };
}

function ops(): Project {
  const base = ["summary*", ...COMMON, "security"];
  const incident = screen(
    ...base,
    "customfield_10050*",
    "customfield_10051",
    "customfield_10052",
    "customfield_10053",
  );
  return {
    id: "10301",
    key: "OPS",
    name: "Operations",
    description: "Keeping the shop running: incidents, changes and upkeep.",
    kind: "service_desk",
    leadAccountId: JONAS,
    avatarColour: "#A54800",
    issueTypes: [
      { issueTypeId: "10104", workflowId: "incident", screen: incident },
      {
        issueTypeId: "10105",
        workflowId: "change",
        screen: screen(
          ...base,
          "customfield_10051",
          "customfield_10054*",
          ...MORE_FIELDS.filter((one) => !READ_ONLY.includes(one.kind)).map((one) => one.id),
        ),
      },
      { issueTypeId: "10101", workflowId: "software", screen: screen(...base) },
    ],
    components: [
      component("10410", "Database", "PostgreSQL and its replicas.", GRACE),
      component("10411", "Network", "Load balancers, DNS and certificates.", JONAS),
      component("10412", "Deployments", "Pipelines and releases.", ANA),
      component("10413", "Monitoring", "Alerts and dashboards.", GRACE),
    ],
    versions: [],
    roles: roles({
      leads: [JONAS],
      workers: ["operations"],
      reporters: ["developers", "support"],
      everyoneViews: false,
    }),
    securitySchemeId: "10701",
    lastIssueNumber: 0,
  };
}

function hr(): Project {
  const request = screen(
    "summary*",
    "description",
    "priority",
    "labels",
    "assignee",
    "reporter",
    "duedate",
    "customfield_10060*",
    "customfield_10061",
  );
  return {
    id: "10302",
    key: "HR",
    name: "People team",
    description: "Requests to the people team. Only the people team may look.",
    kind: "business",
    leadAccountId: ELENA,
    avatarColour: "#943D73",
    issueTypes: [
      { issueTypeId: "10106", workflowId: "request", screen: request },
      {
        issueTypeId: "10101",
        workflowId: "request",
        screen: screen("summary*", "description", "priority", "assignee", "reporter", "duedate"),
      },
    ],
    components: [],
    versions: [],
    roles: roles({ leads: [ELENA, ADA], workers: ["people-team"], reporters: [], everyoneViews: false }),
    securitySchemeId: null,
    lastIssueNumber: 0,
  };
}

export function projects(now: Date): Project[] {
  return [shop(now), ops(), hr()];
}

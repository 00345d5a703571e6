import type { Field, FieldKind } from "../../state.ts";
import { customField } from "../site-parts.ts";

/** Kinds that other parts of the product fill; an issue shows them, no screen edits them. */
export const READ_ONLY: FieldKind[] = ["sprint", "epic-link", "team"];

const risk: Field = {
  ...customField(10070, "Risk", "select", "What may go wrong, at worst.", [
    "Low",
    "Moderate",
    "High",
    "Unknown",
  ]),
  customType: "radiobuttons",
};
const checks: Field = {
  ...customField(10071, "Checks", "multi-select", "What was checked before.", [
    "Backup",
    "Dry run",
    "Colleague",
  ]),
  customType: "multicheckboxes",
};
const where: Field = {
  ...customField(10072, "Location", "cascade", "Data centre and hall."),
  options: [
    {
      id: "100720",
      value: "Frankfurt",
      children: [
        { id: "100721", value: "Hall A" },
        { id: "100722", value: "Hall B" },
      ],
    },
    { id: "100723", value: "Dublin", children: [{ id: "100724", value: "Hall 1" }] },
    { id: "100725", value: "Oslo", disabled: true },
  ],
};

/** One field of each type that Jira has, on the screen of a change. */
export const MORE_FIELDS: Field[] = [
  {
    ...risk,
    options: risk.options.map((one) => (one.value === "Unknown" ? { ...one, disabled: true } : one)),
    contexts: [
      {
        id: "10800",
        name: "Changes in operations",
        projectIds: ["10301"],
        issueTypeIds: ["10105"],
        optionIds: null,
        defaultValue: "100701",
      },
    ],
  },
  checks,
  where,
  customField(10073, "Window starts", "datetime", "When the work begins."),
  customField(10074, "Approvers", "users", "Who agrees."),
  customField(10075, "Owning group", "group", "Who is called at night."),
  customField(10076, "Informed groups", "groups", "Who is told."),
  customField(10077, "Ticket at the vendor", "url", "Where the vendor writes."),
  customField(10078, "Reference", "text", "Number of the contract."),
  customField(10079, "Touched project", "project-picker", "Whose users notice."),
  customField(10080, "Found in version", "version", "The version it was seen in."),
  customField(10081, "Sprint", "sprint", "", ["Sprint 41", "Sprint 42"]),
  customField(10082, "Epic Link", "epic-link", ""),
  customField(10083, "Team", "team", "", ["Platform", "Payments"]),
];

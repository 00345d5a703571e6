import { APP_ROLE, type SecurityScheme } from "../../state.ts";
import { PRIYA } from "./people.ts";

/** Levels of the two projects that have some. An app is let in where its role is named, and only there. */
export const SECURITY_SCHEMES: SecurityScheme[] = [
  {
    id: "10700",
    name: "Web shop security",
    description: "Who may see an issue of the shop.",
    defaultLevelId: null,
    levels: [
      {
        id: "10710",
        name: "Agents",
        description: "Developers, leads and apps. Not whoever only reports.",
        members: [
          { id: "10720", type: "projectRole", roleId: "10002" },
          { id: "10721", type: "projectRole", roleId: "10100" },
          { id: "10722", type: "projectRole", roleId: APP_ROLE.id },
        ],
      },
      {
        id: "10711",
        name: "Reporter and assignee",
        description: "The two whom it concerns, the lead, and apps.",
        members: [
          { id: "10723", type: "reporter" },
          { id: "10724", type: "assignee" },
          { id: "10725", type: "projectLead" },
          { id: "10726", type: "projectRole", roleId: APP_ROLE.id },
        ],
      },
      {
        id: "10712",
        name: "Security team",
        description: "No apps, either.",
        members: [
          { id: "10727", type: "user", accountId: PRIYA },
          { id: "10728", type: "projectLead" },
        ],
      },
    ],
  },
  {
    id: "10701",
    name: "Operations security",
    description: "Who may see an incident.",
    defaultLevelId: null,
    levels: [
      {
        id: "10713",
        name: "Operations",
        description: "The operations group and apps.",
        members: [
          { id: "10729", type: "group", name: "operations" },
          { id: "10730", type: "projectRole", roleId: APP_ROLE.id },
        ],
      },
    ],
  },
];

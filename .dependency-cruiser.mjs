/**
 * The rooms of the server, each with the rooms it may import. A room that is not listed may not be entered and may
 * not exist; docs/architecture.md shows the same picture.
 */
const pure = ["contract", "kit"];
const base = ["tenants", ...pure];
const texts = ["guardrails", "richtext"];

const ROOMS = {
  kit: [],
  contract: [],
  richtext: pure,
  tenants: pure,
  guardrails: pure,
  planning: [...texts, ...pure],
  evaluation: ["planning", ...texts, ...pure],
  audit: base,
  jobs: base,
  knowledge: [...texts, ...base],
  proposals: ["planning", ...texts, "audit", ...base],
  execution: ["planning", ...texts, "audit", ...base],
  incidents: ["proposals", "knowledge", "planning", ...texts, "audit", ...base],
  platform: base,
  clients: ["planning", "proposals", "execution", "knowledge", "incidents", "richtext", ...base],
  records: [
    "audit",
    "jobs",
    "platform",
    "guardrails",
    "planning",
    "proposals",
    "execution",
    "knowledge",
    "incidents",
    ...base,
  ],
  intake: [
    ...[
      "incidents",
      "execution",
      "proposals",
      "knowledge",
      "jobs",
      "audit",
      "platform",
      "planning",
      "evaluation",
    ],
    ...[...texts, ...base],
  ],
};

/** Rooms that work out an answer from what they are given: no network, no files, no database. */
const PURE_ROOMS = ["richtext", "guardrails", "planning", "evaluation"];
const INPUT_AND_OUTPUT =
  "^(node:)?(fs|fs/promises|net|http|https|tls|dgram|dns|child_process|worker_threads)$";

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `server/${room} may import ${allowed.join(", ") || "nothing of ours"}`,
  severity: "error",
  from: { path: `^server/${room}/` },
  to: {
    path: "^(server|sandbox|frontend|test|bin|migrations)/",
    pathNot: `^server/(${[room, ...allowed].join("|")})/`,
  },
}));

export default {
  forbidden: [
    ...roomRules,
    {
      name: "room-unknown",
      comment: "Every room of the server stands in the table of .dependency-cruiser.mjs",
      severity: "error",
      from: { path: "^server/([^/]+)/", pathNot: `^server/(${[...Object.keys(ROOMS), "main"].join("|")})/` },
      to: {},
    },
    {
      name: "door",
      comment: "A room is entered only through its index.ts",
      severity: "error",
      from: { path: "^server/([^/]+)/", pathNot: "^server/main/" },
      to: { path: "^server/[^/]+/.", pathNot: ["^server/$1/", "^server/[^/]+/index\\.ts$"] },
    },
    {
      name: "frontend",
      comment: "Panels share the contract with the server and nothing else",
      severity: "error",
      from: { path: "^frontend/" },
      to: { path: "^(server|sandbox|test|bin|migrations)/", pathNot: "^server/contract/index\\.ts$" },
    },
    {
      name: "sandbox-alone",
      comment: "The sandbox is a stand-in for Atlassian: it knows the app only from outside",
      severity: "error",
      from: { path: "^sandbox/" },
      to: { path: "^(server|frontend|test|bin|migrations)/" },
    },
    {
      name: "starter-alone",
      comment: "The commands start programs; they do not reach into them",
      severity: "error",
      from: { path: "^bin/" },
      to: { path: "^(server|sandbox|frontend|test|migrations)/" },
    },
    {
      name: "migrations-alone",
      comment: "A migration must mean the same for ever, so it leans on nothing that may change",
      severity: "error",
      from: { path: "^migrations/" },
      to: { path: "^(server|sandbox|frontend|test|bin)/", pathNot: "^server/(kit|records)/index\\.ts$" },
    },
    {
      name: "no-test-code",
      comment: "The product does not import its tests",
      severity: "error",
      from: { pathNot: "^(test|bench)/|\\.config\\.ts$" },
      to: { path: "^(test|bench)/" },
    },
    {
      name: "pure-rooms",
      comment: "Planning, rich text and guardrails can be run on a page of paper",
      severity: "error",
      from: { path: `^server/(${PURE_ROOMS.join("|")})/` },
      to: { path: INPUT_AND_OUTPUT },
    },
    {
      name: "sql-in-records",
      comment: "records/ is the only room that knows SQL",
      severity: "error",
      from: { path: "^server/", pathNot: "^server/(records|main)/" },
      to: { path: "node_modules/(sequelize|pg|umzug|@electric-sql)/" },
    },
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "not-resolved",
      comment: "An import that leads nowhere",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^virtual:" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|\\.data|coverage)/" },
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};

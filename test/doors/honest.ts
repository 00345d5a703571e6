import { NO_POLICY } from "../../server/contract/index.ts";
import { sealToken, type Claims, type Lock } from "../builders/hostile-tokens.ts";
import { canonicalHash } from "../fakes/atlassian-host.ts";
import { RULES, type Rule } from "./rules.ts";
import type { World } from "./open-world.ts";

/** A request as its rightful sender makes it: what is true of it, and what would happen. */
export type Honest = {
  name: string;
  rule: Rule;
  method: string;
  /** Below the origin, with the base path. */
  url: string;
  body: unknown;
  headers: Readonly<Record<string, string>>;
  lock: Lock;
  claims: Claims;
  /** Of the answer when everything is as it should be, before anything was decided. */
  accepted: number;
};

const now = () => Math.floor(Date.now() / 1_000);

export function honestRequest(world: World, name: string): Honest {
  const rule = RULES[name];
  const [method = "", pattern = ""] = name.split(" ");
  if (rule === undefined) throw new Error(`${name} has no rule`);
  const path = pattern
    .replace(":issueId", world.issue.id)
    .replace("tokens/:id", `tokens/${world.token}`)
    .replace("held/:id", `held/${world.held}`)
    .replace("batches/:id", `batches/${world.batch}`)
    .replace(":id", world.proposal.id)
    .replace(":requestId", world.failedRequest);
  const { clientKey, sharedSecret, privateKeyPem, keyId, publicPem } = world.lockOf("acme");
  const other = world.lockOf("globex");
  const query = name === "GET /panel/issue" ? panelQuery(world) : "";
  const times = { iat: now() - 5, exp: now() + 170 };
  const common = {
    ...{ name, rule, method, url: `${world.basePath}${path}${query}` },
    body: BODIES[onPanel(name)]?.(world),
    headers: { "content-type": "application/json" },
    accepted: ACCEPTED[onPanel(name)] ?? 200,
  };
  if (rule === "install") {
    const claims = { iss: clientKey, aud: [world.baseUrl], qsh: canonicalHash(method, path), ...times };
    const lock = {
      alg: "RS256",
      key: privateKeyPem,
      header: { kid: keyId },
      otherKey: other.privateKeyPem,
      publicPem,
    } as const;
    return { ...common, lock, claims };
  }
  const jira = { issue: { id: world.issue.id, key: world.issue.key } };
  const isPage = rule === "page" || rule === "admin";
  const where = { sub: rule === "admin" ? world.admin : world.mia, context: isPage ? {} : { jira } };
  const qsh = rule === "context" || isPage ? "context-qsh" : canonicalHash(method, `${path}${query}`);
  return {
    ...common,
    lock: { alg: "HS256", key: sharedSecret, otherKey: other.sharedSecret, publicPem },
    claims: { iss: clientKey, qsh, ...times, ...(method === "POST" && rule === "url-bound" ? {} : where) },
  };
}

export const honestToken = ({ lock: { alg, header, key }, claims }: Honest): string =>
  sealToken({ alg, ...header }, claims, key, alg);

const panelQuery = ({ issue }: World) =>
  `?issueId=${issue.id}&issueKey=${issue.key}&xdm_e=https%3A%2F%2Fx.example%2F%C3%BC&list=b&list=a&lic=none`;

/** What is done to a proposal is the same beside its issue and in the queue. */
const onPanel = (name: string): string => name.replace("/api/queue/proposals/", "/api/panel/proposals/");

/** Each would do something, if only it were let in. */
const BODIES: Readonly<Record<string, (world: World) => unknown>> = {
  "POST /connect/installed": (world) => installBody(world),
  "POST /connect/uninstalled": (world) => ({ ...installBody(world), eventType: "uninstalled" }),
  "POST /connect/enabled": (world) => ({ ...installBody(world), eventType: "enabled" }),
  "POST /connect/disabled": (world) => ({ ...installBody(world), eventType: "disabled" }),
  "POST /webhooks/jira": ({ issue }) => ({
    timestamp: 1,
    webhookEvent: "jira:issue_updated",
    issue: { id: issue.id, key: issue.key, fields: { summary: "Forged" } },
  }),
  "PUT /api/admin/engine": () => ENGINE,
  "POST /api/admin/engine/test": () => ENGINE,
  "PUT /api/admin/policy": () => ({ document: NO_POLICY, expectedVersion: 0, note: null }),
  "POST /api/admin/policy/restore": () => ({ version: 1, expectedVersion: 1, note: null }),
  "POST /api/admin/policy/try": () => ({ document: NO_POLICY, last: 10 }),
  "POST /api/admin/stop": () => ({ reason: "enough" }),
  "POST /api/admin/go": () => ({}),
  "PUT /api/admin/privacy": () => ({ email: "allow" }),
  "PUT /api/admin/rules": () => ({ rules: [] }),
  "POST /api/admin/rules/try": () => ({ rules: [] }),
  "POST /api/admin/tokens": () => ({ name: "forged", scopes: ["decide"], days: null }),
  "POST /api/admin/tokens/:id/revoke": () => ({}),
  "POST /api/admin/held/:id/show": () => ({}),
  "POST /api/admin/held/:id/release": () => ({}),
  "POST /api/admin/held/:id/erase": () => ({}),
  "POST /api/queue/batches": ({ proposal }) => ({
    id: "01890000-0000-7000-8000-00000000ba7c",
    items: [{ proposal: proposal.id, ...yes(proposal) }],
  }),
  "POST /api/queue/batches/:id/stop": () => ({}),
  "POST /api/queue/batches/:id/dismiss": () => ({}),
  "POST /api/panel/issues/:issueId/requests": () => ({ text: "set priority to Low" }),
  "POST /api/panel/issues/:issueId/requests/:requestId/retry": () => ({}),
  "POST /api/panel/proposals/:id/approve": ({ proposal }) => yes(proposal),
  "POST /api/panel/proposals/:id/reject": ({ proposal }) => ({ planHash: proposal.planHash, reason: "no" }),
  "POST /api/panel/proposals/:id/edit": ({ proposal }) => ({
    planHash: proposal.planHash,
    edits: [{ step: proposal.steps[0]?.id, field: "priority", value: { kind: "option", id: "1" } }],
  }),
  "POST /api/panel/proposals/:id/answer": ({ proposal }) => ({
    planHash: proposal.planHash,
    question: "1",
    choice: "x",
  }),
  "POST /api/panel/proposals/:id/refresh": ({ proposal }) => ({ revision: proposal.revision }),
  "POST /api/panel/proposals/:id/retry": ({ proposal }) => ({ revision: proposal.revision }),
  "POST /api/panel/proposals/:id/settle": ({ proposal }) => ({
    step: proposal.steps[0]?.id,
    direction: "do",
    happened: true,
  }),
  "POST /api/panel/proposals/:id/undo": ({ proposal }) => ({
    undoHash: proposal.planHash,
    steps: proposal.steps.map(({ id }) => id),
  }),
};

const ENGINE = {
  ...{ choice: "offline", baseUrl: "", model: "", apiVersion: "" },
  ...{ price: null, monthlyUsd: null, secondLook: null },
};
const yes = ({ planHash, steps }: World["proposal"]) => ({ planHash, steps: steps.map(({ id }) => id) });

function installBody(world: World) {
  const { clientKey, sharedSecret } = world.lockOf("acme");
  return {
    key: "ticketsmith",
    clientKey,
    sharedSecret,
    baseUrl: world.origins.acme,
    productType: "jira",
    eventType: "installed",
  };
}

/** Where it is not 200. Some decisions have nothing to decide here, and say so to whoever may know. */
const ACCEPTED: Readonly<Record<string, number>> = {
  "POST /connect/installed": 204,
  "POST /connect/uninstalled": 204,
  "POST /connect/enabled": 204,
  "POST /connect/disabled": 204,
  "POST /webhooks/jira": 204,
  "POST /api/admin/tokens": 201,
  // It was let go on a moment ago, by the door before.
  "POST /api/admin/held/:id/erase": 404,
  "POST /api/queue/batches": 202,
  "POST /api/panel/issues/:issueId/requests": 202,
  "POST /api/panel/proposals/:id/answer": 400,
  "POST /api/panel/proposals/:id/retry": 409,
  "POST /api/panel/proposals/:id/settle": 409,
  "POST /api/panel/proposals/:id/undo": 409,
};

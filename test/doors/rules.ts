/**
 * What opens each door of the app. A route that is not here fails the build, and so does a rule without its route.
 *
 * - `public`: anybody. It says nothing about any site and does nothing.
 * - `metrics`: the token of the metrics, or this very machine where there is none.
 * - `install`: RS256 by Atlassian's key, for this address, in the name of the site in the body.
 * - `url-bound`: HS256 by an installed site's secret, for this one address and method.
 * - `token`: an API token of an installed site, with a scope for this door.
 * - `context`: HS256 by an installed site's secret, for a person on an issue, from our own panel only.
 * - `page`: the same for a person on a page of its own, beside no issue.
 * - `admin`: the same for an administrator of the site.
 */
export type Rule = "public" | "metrics" | "install" | "url-bound" | "context" | "page" | "admin" | "token";

export const RULES: Readonly<Record<string, Rule>> = {
  "GET /": "public",
  "GET /healthz": "public",
  "GET /readyz": "public",
  "GET /icon.svg": "public",
  "GET /atlassian-connect.json": "public",
  "USE /assets serveStatic": "public",
  "GET /metrics": "metrics",
  "POST /connect/installed": "install",
  "POST /connect/uninstalled": "install",
  "POST /connect/enabled": "url-bound",
  "POST /connect/disabled": "url-bound",
  "POST /webhooks/jira": "url-bound",
  "GET /panel/issue": "url-bound",
  "GET /api/panel/issues/:issueId": "context",
  "GET /api/panel/issues/:issueId/events": "context",
  "GET /api/panel/issues/:issueId/people": "context",
  "POST /api/panel/issues/:issueId/requests": "context",
  "POST /api/panel/issues/:issueId/requests/:requestId/retry": "context",
  "GET /api/panel/proposals/:id/form": "context",
  "GET /api/panel/proposals/:id/undo": "context",
  "POST /api/panel/proposals/:id/approve": "context",
  "POST /api/panel/proposals/:id/reject": "context",
  "POST /api/panel/proposals/:id/edit": "context",
  "POST /api/panel/proposals/:id/answer": "context",
  "POST /api/panel/proposals/:id/refresh": "context",
  "POST /api/panel/proposals/:id/retry": "context",
  "POST /api/panel/proposals/:id/settle": "context",
  "POST /api/panel/proposals/:id/undo": "context",
  "GET /panel/queue": "url-bound",
  "GET /api/queue/": "page",
  "GET /api/queue/rows": "page",
  "GET /api/queue/last-look": "page",
  "GET /api/queue/batches": "page",
  "POST /api/queue/batches": "page",
  "POST /api/queue/batches/:id/stop": "page",
  "POST /api/queue/batches/:id/dismiss": "page",
  "GET /api/queue/events": "page",
  "GET /api/queue/proposals/:id": "page",
  "GET /api/queue/proposals/:id/people": "page",
  "GET /api/queue/proposals/:id/form": "page",
  "GET /api/queue/proposals/:id/undo": "page",
  "POST /api/queue/proposals/:id/approve": "page",
  "POST /api/queue/proposals/:id/reject": "page",
  "POST /api/queue/proposals/:id/edit": "page",
  "POST /api/queue/proposals/:id/answer": "page",
  "POST /api/queue/proposals/:id/refresh": "page",
  "POST /api/queue/proposals/:id/retry": "page",
  "POST /api/queue/proposals/:id/settle": "page",
  "POST /api/queue/proposals/:id/undo": "page",
  "GET /panel/admin": "url-bound",
  "GET /api/admin/": "admin",
  "GET /api/admin/health": "admin",
  "GET /api/admin/engine": "admin",
  "PUT /api/admin/engine": "admin",
  "POST /api/admin/engine/test": "admin",
  "GET /api/admin/policy": "admin",
  "PUT /api/admin/policy": "admin",
  "POST /api/admin/policy/restore": "admin",
  "POST /api/admin/policy/try": "admin",
  "GET /api/admin/stop": "admin",
  "POST /api/admin/stop": "admin",
  "POST /api/admin/go": "admin",
  "GET /api/admin/audit": "admin",
  "GET /api/admin/audit/export/jsonl": "admin",
  "GET /api/admin/audit/export/csv": "admin",
  "GET /api/admin/feedback": "admin",
  "GET /api/admin/feedback/export": "admin",
  "GET /api/admin/privacy": "admin",
  "PUT /api/admin/privacy": "admin",
  "GET /api/admin/rules": "admin",
  "PUT /api/admin/rules": "admin",
  "POST /api/admin/rules/try": "admin",
  "GET /api/admin/tokens": "admin",
  "POST /api/admin/tokens": "admin",
  "POST /api/admin/tokens/:id/revoke": "admin",
  "GET /api/admin/held": "admin",
  "POST /api/admin/held/:id/show": "admin",
  "POST /api/admin/held/:id/release": "admin",
  "POST /api/admin/held/:id/erase": "admin",
  "GET /api/v1/openapi.json": "public",
  "POST /api/v1/plan": "token",
  "POST /api/v1/proposals": "token",
  "GET /api/v1/proposals": "token",
  "GET /api/v1/proposals/:id": "token",
  "POST /api/v1/proposals/:id/decision": "token",
};

/** Doors of the local socket, which proves nobody: only the system's user who runs the server can reach it. */
export const LOCAL_DOORS: readonly string[] = [
  ...Object.keys(RULES).filter((name) => name.includes(" /api/v1/")),
  "GET /operator/audit/",
  "GET /operator/audit/export",
  "GET /operator/audit/key",
  "POST /operator/audit/erase",
  "GET /operator/sites",
  "GET /operator/tokens",
  "POST /operator/tokens",
  "POST /operator/tokens/:id/revoke",
  "GET /operator/policy",
  "GET /operator/policy/versions",
  "GET /operator/policy/versions/:version",
  "POST /operator/policy/try",
  "POST /operator/policy/restore",
  "GET /operator/stop",
  "POST /operator/stop",
  "POST /operator/go",
  "PUT /operator/policy",
  "GET /operator/rules",
  "PUT /operator/rules",
  "POST /operator/rules/try",
  "GET /operator/personal-data",
  "PUT /operator/personal-data",
  "GET /operator/quarantine",
  "POST /operator/quarantine/:id/:change",
  "GET /operator/usage",
  "GET /operator/licence",
  "GET /operator/budget",
  "PUT /operator/budget",
  "GET /operator/feedback/",
  "GET /operator/feedback/export",
  "GET /operator/feedback/suggestions",
  "GET /operator/feedback/rule-counts",
  "POST /operator/feedback/suggestions/:id/:change",
];

export const doorsWith = (rule: Rule): string[] =>
  Object.entries(RULES).flatMap(([name, its]) => (its === rule ? [name] : []));

/** What does not fit between the routes that there are and the rules that are stated, in words. */
export function findUnruled(
  routes: readonly string[],
  rules: Readonly<Record<string, Rule>> = RULES,
): string[] {
  return [
    ...routes.filter((name) => !Object.hasOwn(rules, name)).map((name) => `${name} has no rule`),
    ...Object.keys(rules)
      .filter((name) => !routes.includes(name))
      .map((name) => `${name} has a rule and is no route`),
  ];
}

import { afterAll, beforeAll, expect, test } from "vitest";
import { installApp } from "../../sandbox/apps/install-app.ts";
import { createSandbox, type Sandbox, type SandboxExchange } from "../../sandbox/create-sandbox.ts";
import { jiraRoutes } from "../../sandbox/jira/jira-routes.ts";
import { descriptionFile, loadOracle } from "../conformance/open-api-oracle.ts";
import { callAsApp, callAsPerson, type Call } from "./jira-client.ts";
import { walkJira } from "./walk-jira.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

const exchanges: SandboxExchange[] = [];
let sandbox: Sandbox;
let app: TestApp;
let jira: Call;
let noor: Call;
let admin: Call;

const jiraFile = descriptionFile("jira-platform-v3");

beforeAll(async () => {
  app = await startTestApp();
  sandbox = createSandbox({ port: 0, onExchange: (exchange) => void exchanges.push(exchange) });
  const { origins } = await sandbox.start();
  const installed = await installApp(sandbox.site("acme"), app.descriptorUrl, ["jira"]);
  if (!installed.ok) throw new Error(installed.refusal.errorMessages.join());
  const site = sandbox.site("acme");
  jira = callAsApp(origins.acme, () => {
    const found = site.installation("jira", "probe-app");
    if (found === undefined) throw new Error("the app is not installed");
    return found;
  });
  const outsider = site.people().find((one) => one.displayName === "Noor Outside");
  admin = callAsPerson(origins.acme, site.people().find((one) => one.admin)?.accountId ?? "");
  noor = callAsPerson(origins.acme, outsider?.accountId ?? "");
});
afterAll(async () => {
  await sandbox.stop();
  await app.stop();
});

const seen = () => exchanges.filter((one) => one.product === "jira");

test("every route of Jira is asked, and nothing that is no route", async () => {
  await walkJira({ app: jira, admin, outsider: noor });
  expect(seen().filter((one) => one.pathTemplate === null)).toEqual([]);
  expect(routesWithout(seen())).toEqual([]);
});

test("every Jira answer is shaped as Atlassian's description says", ({ skip }) => {
  skip(jiraFile.missing !== false, String(jiraFile.missing));
  const oracle = loadOracle(jiraFile.url);
  expect(seen().length).toBeGreaterThan(60);
  expect(seen().flatMap((one) => oracle.checkExchange(one))).toEqual([]);
});

/** Routes that nothing was asked of with success: whoever adds one walks it, too. */
function routesWithout(asked: SandboxExchange[]): string[] {
  const answered = new Set(
    asked
      .filter(({ status }) => status < 400 || status === 410)
      .map(({ method, pathTemplate }) => `${method} ${pathTemplate}`),
  );
  return jiraRoutes.map(({ method, path }) => `${method} ${path}`).filter((one) => !answered.has(one));
}

test("the oracle notices an unknown path, parameter, status and shape", ({ skip }) => {
  skip(jiraFile.missing !== false, String(jiraFile.missing));
  const oracle = loadOracle(jiraFile.url);
  const good = {
    method: "GET",
    path: "/rest/api/3/serverInfo",
    query: {},
    requestBody: undefined,
    status: 200,
    responseBody: { baseUrl: "http://x" },
  };
  expect(oracle.checkExchange(good)).toEqual([]);
  const bad = [
    { ...good, path: "/rest/api/3/nothing" },
    { ...good, query: { strange: "1" } },
    { ...good, status: 299 },
    { ...good, responseBody: { baseUrl: 7 } },
    { ...good, responseBody: { invented: "x" } },
  ];
  for (const exchange of bad) expect(oracle.checkExchange(exchange)).not.toEqual([]);
});

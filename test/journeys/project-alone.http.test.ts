import { afterAll, beforeAll, expect, test } from "vitest";
import { AccountId, type ApiScope } from "../../server/contract/index.ts";
import { systemClock } from "../../server/kit/index.ts";
import { appCaller, createTokenIssuer, type Caller } from "../../server/tenants/index.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { readAnswer, type Answer } from "../environment/panel-client.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

type Body = { id: string; planHash: string; status: string; steps: { id: string; type: string }[] };

/** A plan about a project stands beside no issue: nobody's panel shows it, and it can only create. */
describeOnEachDatabase("what is asked of a project alone", (open) => {
  let running: RunningApp;
  let acme: Caller;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
    const tenant = await running.app.stores.tenants.findByOrigin(site().origin());
    if (tenant === undefined) throw new Error("No tenant");
    acme = appCaller(tenant.id, "test");
  });
  afterAll(() => running.stop());

  const site = () => running.sandbox.site("acme");
  const { named } = onSite(site);
  const permit = (name: string, permission: string, allowed: boolean) =>
    running.control("acme", "POST", "permissions", {
      ...{ accountId: named(name), project: "SHOP", permission, allowed },
    });
  const as = async (name: string) => {
    const scopes: ApiScope[] = ["plan", "propose", "decide"];
    const account = AccountId.parse(named(name));
    const made = await createTokenIssuer({ tokens: running.app.stores.apiTokens, clock: systemClock })(acme, {
      ...{ name: "test", account, scopes, expiresAt: null },
    });
    if (made === "in-the-past") throw new Error("No token");
    return async (method: string, path: string, body?: unknown): Promise<Answer & { body: Body }> => {
      const response = await fetch(`${running.baseUrl}/api/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${made.secret}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await readAnswer(response)) as Answer & { body: Body };
    };
  };
  const issuesCalled = (summary: string) =>
    site()
      .state()
      .issues.filter(({ values }) => values["summary"] === summary);
  const yes = ({ planHash, steps }: Body) => ({
    ...{ decision: "approve", planHash, steps: steps.map(({ id }) => id) },
  });
  const ask = (summary: string) => ({ project: "SHOP", text: `create a task: ${summary}` });

  test("is made once, by whoever may create there, and again by nobody", async () => {
    const mia = await as("Mia Krause");
    const made = await mia("POST", "proposals", ask("Plant a hedge"));
    expect(made).toMatchObject({ status: 201, body: { issue: null, steps: [{ type: "create-issue" }] } });
    expect(issuesCalled("Plant a hedge")).toEqual([]);

    await permit("Mia Krause", "CREATE_ISSUES", false);
    const refused = await mia("POST", `proposals/${made.body.id}/decision`, yes(made.body));
    expect(refused.status).toBe(403);
    await permit("Mia Krause", "CREATE_ISSUES", true);
    expect((await mia("POST", `proposals/${made.body.id}/decision`, yes(made.body))).status).toBe(200);
    await expect.poll(async () => (await mia("GET", `proposals/${made.body.id}`)).body.status).toBe("done");
    expect(issuesCalled("Plant a hedge")).toHaveLength(1);
    const again = await mia("POST", `proposals/${made.body.id}/decision`, yes(made.body));
    expect(again.status).toBe(409);
    expect(issuesCalled("Plant a hedge")).toHaveLength(1);
  });

  test("is there for nobody who does not see the project, by its id, in the list, or to plan in", async () => {
    const [mia, ana] = [await as("Mia Krause"), await as("Ana Ruiz")];
    const { body } = await mia("POST", "proposals", ask("Mow the lawn"));
    expect((await ana("GET", `proposals/${body.id}`)).status).toBe(200);
    await permit("Ana Ruiz", "BROWSE_PROJECTS", false);
    expect((await ana("GET", `proposals/${body.id}`)).status).toBe(404);
    expect(JSON.stringify((await ana("GET", "proposals")).body)).not.toContain(body.id);
    expect((await ana("POST", `proposals/${body.id}/decision`, yes(body))).status).toBe(404);
    expect((await ana("POST", "plan", ask("Mow it"))).status).toBe(404);
    expect((await ana("POST", "plan", { project: "NONE", text: "create a task: x" })).status).toBe(404);
    await permit("Ana Ruiz", "BROWSE_PROJECTS", true);
    expect((await mia("GET", `proposals/${body.id}`)).body.status).toBe("waiting");
  });

  test("is not piled up without end", async () => {
    const tom = await as("Mia Krause");
    const project = site()
      .state()
      .projects.find(({ key }) => key === "SHOP");
    const waiting = await running.app.stores.proposals(acme).openInProject(project?.id ?? "");
    for (let left = 25 - waiting.length; left > 0; left -= 1) {
      const made = await tom("POST", "proposals", ask(`Rake leaf ${left}`));
      if (made.status === 429) return;
      expect(made.status).toBe(201);
    }
    expect((await tom("POST", "proposals", ask("One too many"))).status).toBe(409);
  });
});

import { once } from "node:events";
import { createServer } from "node:http";

export type Received = {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
  at: number;
};

export type TestApp = {
  baseUrl: string;
  descriptorUrl: string;
  received: Received[];
  /** Answers for the next calls of a path, first come first served; 204 when none are left. */
  answers: Map<string, number[]>;
  descriptor: Record<string, unknown>;
  stop(): Promise<void>;
};

const WEBHOOKS = ["jira:issue_created", "jira:issue_updated", "jira:issue_deleted", "comment_created"];

function descriptorOf(baseUrl: string): Record<string, unknown> {
  return {
    key: "probe-app",
    name: "Probe",
    baseUrl,
    authentication: { type: "jwt" },
    apiMigrations: { "signed-install": true },
    enableLicensing: true,
    scopes: ["READ", "WRITE", "DELETE", "ACT_AS_USER"],
    lifecycle: {
      installed: "/installed",
      uninstalled: "/uninstalled",
      enabled: "/enabled",
      disabled: "/disabled",
    },
    modules: {
      webhooks: WEBHOOKS.map((event) => ({ event, url: "/hooks" })),
      jiraIssueContexts: [
        {
          key: "probe-panel",
          name: { value: "Probe" },
          icon: { url: "/icon.svg", width: 24, height: 24 },
          content: { type: "label", label: { value: "Open" } },
          target: { type: "web_panel", url: "/panel?issueKey={issue.key}&words={project.key}" },
        },
      ],
      jiraEntityProperties: [
        {
          key: "probe-mark",
          name: { value: "Mark" },
          entityType: "issue",
          keyConfigurations: [
            {
              propertyKey: "probe-mark",
              extractions: [{ objectName: "mark", type: "string", alias: "probeMark" }],
            },
          ],
        },
      ],
    },
  };
}

/** A tiny app on a real port: it serves a descriptor, notes what it is sent, and answers as told. */
export async function startTestApp(): Promise<TestApp> {
  const received: Received[] = [];
  const answers = new Map<string, number[]>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = request.url ?? "";
      if (path === "/descriptor.json") {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(app.descriptor));
        return;
      }
      const text = Buffer.concat(chunks).toString();
      received.push({
        path,
        headers: request.headers,
        body: text === "" ? undefined : JSON.parse(text),
        at: Date.now(),
      });
      response.statusCode = answers.get(path)?.shift() ?? 204;
      response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const baseUrl = `http://127.0.0.1:${address.port}`;
  const app: TestApp = {
    baseUrl,
    descriptorUrl: `${baseUrl}/descriptor.json`,
    received,
    answers,
    descriptor: descriptorOf(baseUrl),
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return app;
}

import { setTimeout as wait } from "node:timers/promises";
import { signContextToken } from "../../sandbox/apps/module-url.ts";
import type { Sandbox } from "../../sandbox/create-sandbox.ts";
import type { TenantName } from "../../sandbox/state.ts";
import type { PanelView, ProposalView, QueueRows, QueueView } from "../../server/contract/index.ts";

export type Answer = { status: number; body: unknown };

/** What people do in panels, over real HTTP, with the tokens that their browsers would have. */
export function createPanelClient(sandbox: Sandbox, baseUrl: string) {
  /** A browser's token for this person on this issue, as `AP.context.getToken()` gives it. */
  const tokenFor = (name: string, issueKey: string | null, tenant: TenantName = "acme"): string => {
    const at = sandbox.site(tenant);
    const viewer = at.people().find((person) => person.displayName === name);
    if (viewer === undefined) throw new Error(`Nobody is called ${name}`);
    const moduleKey = issueKey === null ? "ticketsmith-queue" : "ticketsmith-panel";
    const where = { appKey: "ticketsmith", moduleKey, viewer, issueKey, pageId: null };
    const token = signContextToken(at, where);
    if (!token.ok) throw new Error(`${name} gets no token for ${issueKey ?? "the queue"}`);
    return token.value;
  };

  const call = (token: string, method: string, rest: string, body?: unknown): Promise<Answer> =>
    send(token, method, `panel/${rest}`, body);

  const send = async (token: string, method: string, rest: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${baseUrl}/api/${rest}`, {
      method,
      headers: { authorization: `JWT ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return readAnswer(response);
  };

  /** What one person does in the panel of one issue. */
  const panelOf = (name: string, issueKey: string, tenant: TenantName = "acme") => {
    const issue = sandbox
      .site(tenant)
      .state()
      .issues.find((one) => one.key === issueKey);
    if (issue === undefined) throw new Error(`No issue ${issueKey}`);
    const as = (method: string, rest: string, body?: unknown) =>
      call(tokenFor(name, issueKey, tenant), method, rest, body);
    const view = async (): Promise<PanelView> => {
      const { status, body } = await as("GET", `issues/${issue.id}`);
      if (status !== 200) throw new Error(`The panel answered ${status}: ${JSON.stringify(body)}`);
      return body as PanelView;
    };
    return {
      issueId: issue.id,
      call: as,
      view,
      ask: (text: string) => as("POST", `issues/${issue.id}/requests`, { text }),
      do: (proposal: Pick<ProposalView, "id">, verb: string, body: unknown) =>
        as("POST", `proposals/${proposal.id}/${verb}`, body),
      /** Looks until a proposal is as wanted. */
      until: async (wanted: (proposal: ProposalView) => boolean, what: string): Promise<ProposalView> => {
        for (let tries = 0; tries < 150; tries += 1) {
          // Many who look at once meet Jira's own limits, or a slow answer: whoever waits looks again.
          const { status, body } = await as("GET", `issues/${issue.id}`);
          const panel =
            status === 503 || status === 502
              ? undefined
              : status === 200
                ? (body as PanelView)
                : await view();
          const found = panel === undefined ? undefined : [...panel.open, ...panel.recent].find(wanted);
          if (found !== undefined) return found;
          await wait(100);
        }
        const panel = await view();
        throw new Error(
          `Waited in vain for ${what}: ${JSON.stringify([...panel.open, ...panel.recent, ...panel.requests])}`,
        );
      },
    };
  };

  /** What one person does in the review queue. */
  const queueOf = (name: string, tenant: TenantName = "acme") => {
    const as = (method: string, rest: string, body?: unknown) =>
      send(tokenFor(name, null, tenant), method, `queue${rest}`, body);
    const read = async (rest: string): Promise<unknown> => {
      const { status, body } = await as("GET", rest);
      if (status !== 200) throw new Error(`The queue answered ${status}: ${JSON.stringify(body)}`);
      return body;
    };
    return {
      call: as,
      view: async (query = "") => (await read(`?${query}`)) as QueueView,
      rows: async (query = "") => (await read(`/rows?${query}`)) as QueueRows,
    };
  };

  /** What one person does on the page for administrators. */
  const adminOf = (name: string, tenant: TenantName = "acme") => ({
    call: (method: string, rest: string, body?: unknown) =>
      send(tokenFor(name, null, tenant), method, `admin${rest}`, body),
  });

  return { tokenFor, call, send, panelOf, queueOf, adminOf };
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = /\bapplication\/(?:problem\+)?json\b/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, body: json && text !== "" ? JSON.parse(text) : text };
}

import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiProblem, PanelView, ProposalView } from "../../server/contract/index.ts";
import { PANEL_STATES } from "./panel-states.ts";
import {
  formFor,
  hash,
  me,
  mia,
  minutesAgo,
  panel,
  progress,
  proposal,
  request,
  tomA,
  tomB,
  undoFor,
} from "./scripted-views.ts";

type Session = {
  state: string;
  panel: PanelView;
  streams: Set<ServerResponse>;
  log: { path: string; body: unknown }[];
  asked: number;
};

/** Answers the panel's API from a script, one copy of the state for each session. States without a view misbehave on purpose. */
export function createScriptedServer() {
  const sessions = new Map<string, Session>();

  function sessionOf(request: IncomingMessage): Session {
    const token = (request.headers.authorization ?? "").replace(/^JWT /, "");
    const state = token.split(".")[0] ?? "";
    const known = sessions.get(token);
    if (known !== undefined) return known;
    const made = (PANEL_STATES[state] ?? (() => panel({ open: [proposal(1)] })))();
    const session: Session = { state, panel: made, streams: new Set(), log: [], asked: 0 };
    sessions.set(token, session);
    return session;
  }

  return {
    async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
      const session = sessionOf(request);
      const body = await readJson(request);
      session.log.push({ path: url.pathname, body });
      if (session.state === "token-ran-out" && session.log.length === 1)
        return json(response, 401, problem("x", "x"));
      if (session.state === "session-expired") return json(response, 401, problem("unauthenticated", "No."));
      if (url.pathname.endsWith("/events")) return openStream(session, response);
      if (url.pathname.endsWith("/people")) return sendPeople(response, url.searchParams.get("query") ?? "");
      if (/\/requests\/[^/]+\/retry$/.test(url.pathname)) {
        session.panel = {
          ...session.panel,
          requests: session.panel.requests.map((one) => ({ ...one, state: "working" })),
        };
        return json(response, 200, session.panel);
      }
      if (url.pathname.endsWith("/requests")) return ask(session, response, body);
      const [, id, part] = /proposals\/([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
      if (id !== undefined && part !== undefined) return command(session, response, id, part, body);
      if (session.state === "loading") return;
      if (session.state === "error")
        return json(
          response,
          500,
          problem("fault", "TicketSmith has a problem of its own. It has been noted."),
        );
      json(response, 200, session.panel);
    },
  };
}

function command(session: Session, response: ServerResponse, id: string, part: string, body: unknown): void {
  const target = [...session.panel.open, ...session.panel.recent].find((each) => each.id === id);
  if (target === undefined) return json(response, 404, problem("not_found", "This proposal is gone."));
  if (part === "form") return json(response, 200, formFor(target.planHash));
  if (part === "undo" && body === undefined) {
    return json(response, 200, undoFor(target.steps, { conflict: session.state === "failed" }));
  }
  if (session.state === "someone-else") {
    const view = {
      ...target,
      revision: 9,
      status: "done" as const,
      decidedBy: mia,
      decidedAt: minutesAgo(2),
      finishedAt: minutesAgo(2),
    };
    put(session, view);
    return json(response, 409, {
      ...problem("already-decided", "Mia Krause approved this 2 minutes ago."),
      view,
    });
  }
  if (session.state === "refused")
    return json(response, 403, problem("not-permitted", "Jira says that you may not edit this issue."));
  const next = after(target, part);
  put(session, next);
  json(response, 200, next);
  if (next.status === "executing") finishLater(session, next);
  if (part === "refresh") lookLater(session, next);
}

function after(target: ProposalView, part: string): ProposalView {
  const revision = target.revision + 1;
  const now = minutesAgo(0);
  const steps = target.steps.map((step) => ({
    ...step,
    approved: true,
    progress: progress({ state: "intended" }),
  }));
  switch (part) {
    case "approve":
    case "retry":
      return { ...target, revision, status: "executing", decidedBy: me, decidedAt: now, steps };
    case "reject":
      return { ...target, revision, status: "rejected", decidedBy: me, decidedAt: now, reason: "Not needed" };
    case "edit":
      return { ...target, revision, planHash: hash("f"), origin: "edit" };
    case "undo":
      return { ...target, revision, status: "undone", undoneBy: me, finishedAt: now, canUndo: false };
    case "refresh":
      return target;
    default:
      return { ...target, revision };
  }
}

function finishLater(session: Session, running: ProposalView): void {
  setTimeout(() => {
    const fails = session.state === "fails";
    const steps = running.steps.map((step) => ({
      ...step,
      progress: progress({ state: fails ? "failed" : "done" }),
    }));
    const revision = running.revision + 1;
    const end = fails
      ? ({ status: "failed", reason: "Jira refused the change." } as const)
      : ({ status: "done", finishedAt: minutesAgo(0), canUndo: true } as const);
    put(session, { ...running, ...end, steps, revision });
    for (const stream of session.streams) stream.write('data: {"type":"changed"}\n\n');
  }, 300);
}

function put(session: Session, view: ProposalView): void {
  const place = (list: ProposalView[]) => list.map((each) => (each.id === view.id ? view : each));
  session.panel = { ...session.panel, open: place(session.panel.open), recent: place(session.panel.recent) };
}

function ask(session: Session, response: ServerResponse, body: unknown): void {
  if (session.state === "ask-fails") return void response.destroy();
  session.asked += 1;
  const text = typeof body === "object" && body !== null && "text" in body ? String(body.text) : "";
  const made = request(100 + session.asked, { text });
  session.panel = { ...session.panel, requests: [...session.panel.requests, made] };
  json(response, 202, made);
}

function openStream(session: Session, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write('data: {"type":"hello"}\n\n');
  session.streams.add(response);
  if (session.state === "arriving") arriveLater(session);
  response.on("close", () => session.streams.delete(response));
}

function lookLater(session: Session, stale: ProposalView): void {
  setTimeout(() => {
    put(session, { ...stale, revision: stale.revision + 1, status: "waiting", drift: [] });
    for (const stream of session.streams) stream.write('data: {"type":"changed"}\n\n');
  }, 300);
}

function arriveLater(session: Session): void {
  setTimeout(() => {
    const arrived = proposal(2, { summary: "Link it to SHOP-12" });
    session.panel = { ...session.panel, open: [arrived, ...session.panel.open] };
    for (const stream of session.streams) stream.write('data: {"type":"changed"}\n\n');
  }, 400);
}

function sendPeople(response: ServerResponse, query: string): void {
  const people = [me, mia, tomA, tomB].filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));
  json(response, 200, { people });
}

const problem = (error: string, said: string): ApiProblem => ({ error, said });

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}

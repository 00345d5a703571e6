import "virtual:theme-sheet.css";
import "../look/look.css";
import "../proposal-card/proposal-card.css";
import "./issue-panel.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createPanelApi, type Fetch } from "../api/index.ts";
import { connectHost } from "../host/index.ts";
import { Message } from "../look/index.ts";
import { IssuePanel } from "./issue-panel.tsx";
import { createPanelSource } from "./panel-source.ts";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<StrictMode>{start(root)}</StrictMode>);

function start(root: HTMLElement) {
  const host = connectHost(window);
  const { issueId = "", issueKey = "" } = root.dataset;
  if (host === undefined || issueId === "") {
    return (
      <main className="ts-panel" aria-label="TicketSmith">
        <h1 className="ts-unseen">TicketSmith</h1>
        <Message tone="info" title="Open TicketSmith from a Jira issue">
          This page belongs in the panel beside an issue and does nothing on its own.
        </Message>
      </main>
    );
  }
  const fetchHere: Fetch = (path, init) => window.fetch(path, init);
  const api = createPanelApi({ fetch: fetchHere, getToken: host.getToken, issueId });
  // Failures are shown with their own way on, so that nothing is retried behind a person's back.
  const queries = { networkMode: "always", retry: false } as const;
  const client = new QueryClient({ defaultOptions: { queries, mutations: { networkMode: "always" } } });
  const source = createPanelSource({ client, api, host, fetch: fetchHere });
  return (
    <QueryClientProvider client={client}>
      <IssuePanel source={source} api={api} host={host} issueKey={issueKey} />
    </QueryClientProvider>
  );
}

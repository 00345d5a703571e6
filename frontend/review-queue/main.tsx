import "virtual:theme-sheet.css";
import "../look/look.css";
import "../proposal-card/proposal-card.css";
import "./review-queue.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueueApi, type Fetch } from "../api/index.ts";
import { connectHost } from "../host/index.ts";
import { Message } from "../look/index.ts";
import { createQueueSource } from "./queue-source.ts";
import { ReviewQueue } from "./review-queue.tsx";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<StrictMode>{start()}</StrictMode>);

function start() {
  const host = connectHost(window);
  if (host === undefined) {
    return (
      <main className="ts-queue" aria-label="Review queue">
        <Message tone="info" title="Open the review queue from Jira">
          This page belongs in Jira, under Apps, and does nothing on its own.
        </Message>
      </main>
    );
  }
  const fetchHere: Fetch = (path, init) => window.fetch(path, init);
  const api = createQueueApi({ fetch: fetchHere, getToken: host.getToken });
  // Failures are shown with their own way on, so that nothing is retried behind a person's back.
  const queries = { networkMode: "always", retry: false } as const;
  const client = new QueryClient({ defaultOptions: { queries, mutations: { networkMode: "always" } } });
  const source = createQueueSource({ client, api, host, fetch: fetchHere });
  return (
    <QueryClientProvider client={client}>
      <ReviewQueue source={source} host={host} />
    </QueryClientProvider>
  );
}

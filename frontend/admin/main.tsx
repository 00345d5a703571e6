import "virtual:theme-sheet.css";
import "../look/look.css";
import "./admin.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createAdminApi } from "../api/index.ts";
import { connectHost } from "../host/index.ts";
import { Message } from "../look/index.ts";
import { AdminPage } from "./admin-page.tsx";
import { createAdminSource } from "./admin-source.ts";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<StrictMode>{start()}</StrictMode>);

function start() {
  const host = connectHost(window);
  if (host === undefined) {
    return (
      <main className="ts-admin" aria-label="TicketSmith administration">
        <Message tone="info" title="Open the administration from Jira">
          This page belongs in Jira, under Apps, and does nothing on its own.
        </Message>
      </main>
    );
  }
  const api = createAdminApi({ fetch: (path, init) => window.fetch(path, init), getToken: host.getToken });
  // Failures are shown with their own way on, so that nothing is retried behind a person's back.
  const queries = { networkMode: "always", retry: false, refetchOnWindowFocus: false } as const;
  const client = new QueryClient({ defaultOptions: { queries, mutations: { networkMode: "always" } } });
  return (
    <QueryClientProvider client={client}>
      <AdminPage source={createAdminSource(client, api)} />
    </QueryClientProvider>
  );
}

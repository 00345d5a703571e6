import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of a PostgreSQL 15+ server with the right to make databases and roles; null when there is none. */
    postgresUrl: string | null;
    /** Why there is none; null when there is one. */
    postgresSkipReason: string | null;
  }
}

/** Gives every test file `inject("postgresUrl")`. Returns the way to stop the server again. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres(process.env);
  project.provide("postgresUrl", server.url);
  project.provide("postgresSkipReason", server.skipReason);
  return () => server.stop();
}

import { defineConfig } from "vitest/config";

const database = "test/**/*.database.test.{ts,tsx}";
const http = "test/**/*.http.test.{ts,tsx}";
const browser = ["test/**/*.browser.test.{ts,tsx}", "test/browser/**/*.test.{ts,tsx}"];

/**
 * Real processes and browsers on a machine that also does other things: what they are given seconds for can take
 * longer once in thousands of tests. Such a test runs again, and the end of `npm test` names it.
 */
const ONCE_MORE = 1;

/**
 * The name of a test file says what it needs: `x.database.test.ts` a database, `x.http.test.ts` real
 * servers, `x.browser.test.ts` (or a place under test/browser) Chromium. Any other is a unit test.
 */
export default defineConfig({
  test: {
    pool: "forks",
    maxWorkers: 2,
    // Runs once for all projects: one PostgreSQL server, in which each test file makes its own database.
    globalSetup: "./test/environment/provide-postgres.ts",
    restoreMocks: true,
    unstubEnvs: true,
    env: { NODE_ENV: "test", LOG_LEVEL: "silent", TZ: "UTC" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [database, http, ...browser],
          testTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          include: [database],
          exclude: browser,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "http",
          include: [http],
          exclude: browser,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry: ONCE_MORE,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: browser,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          retry: ONCE_MORE,
          maxWorkers: 1,
          fileParallelism: false,
          globalSetup: "./test/environment/provide-browser.ts",
        },
      },
    ],
  },
});

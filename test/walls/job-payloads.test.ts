import { describe, expect, test } from "vitest";
import { BatchId, IssueId, TenantId } from "../../server/contract/index.ts";
import {
  ALL_JOBS,
  ALL_SWEEPS,
  approveBatch,
  checkIssue,
  drainInbox,
  refreshBadge,
} from "../../server/jobs/define-job.ts";
import { newId } from "../../server/kit/index.ts";

/** The queue's tables have no row-level security, so this is all that may stand in them. */
const PAYLOADS: Readonly<Record<string, readonly string[]>> = {
  "drain-inbox": ["tenantId"],
  propose: ["tenantId", "requestId"],
  execute: ["tenantId", "proposalId"],
  undo: ["tenantId", "proposalId"],
  "approve-batch": ["tenantId", "batchId"],
  "check-issue": ["tenantId", "issueId"],
  "refresh-badge": ["tenantId", "issueId"],
  "verify-installation": ["tenantId", "installationId"],
};

const WORDS = [
  "Pay by card fails",
  "mia@acme.example",
  "https://acme.test/?jwt=x",
  "5b10ac8d82e05b22cc7d4ef5",
  "",
  {},
  null,
];

test("every job there is says what its payload holds, and a sweep holds nothing", () => {
  expect(ALL_JOBS.map(({ name }) => name).toSorted()).toEqual(Object.keys(PAYLOADS).toSorted());
  for (const sweep of ALL_SWEEPS) expect(Object.keys(sweep)).toEqual(["name", "cron"]);
});

describe.each(ALL_JOBS.map((job) => ({ name: job.name, job })))("the payload of $name", ({ name, job }) => {
  const names = PAYLOADS[name] ?? [];
  const ids = Object.fromEntries(names.map((one) => [one, one === "issueId" ? "10042" : newId()]));
  const takes = (payload: unknown) => job.payload.safeParse(payload).success;

  test("is these ids and nothing beside them", () => {
    expect(takes(ids)).toBe(true);
    for (const one of names) {
      const { [one]: _left, ...rest } = ids;
      expect(takes(rest), `without ${one}`).toBe(false);
    }
    for (const more of ["text", "accountId", "summary", "secret"])
      expect(takes({ ...ids, [more]: "x" })).toBe(false);
  });

  test("has no place for words, addresses or people", () => {
    for (const one of names)
      for (const words of WORDS)
        expect(takes({ ...ids, [one]: words }), `${one}: ${JSON.stringify(words)}`).toBe(false);
  });
});

test("a job that waits already is never taken for another tenant's, whose issue has the same id", () => {
  const issueId = IssueId.parse("10042");
  const tenants = [newId(), newId()].map((id) => TenantId.parse(id));
  for (const job of [drainInbox, checkIssue, refreshBadge]) {
    const keys = tenants.map((tenantId) => job.oneWaitingPer?.({ tenantId, issueId }));
    expect(new Set(keys).size, job.name).toBe(2);
  }
  const batchId = BatchId.parse(newId());
  expect(new Set(tenants.map((tenantId) => approveBatch.oneWaitingPer?.({ tenantId, batchId }))).size).toBe(
    2,
  );
  const others = ALL_JOBS.filter(({ oneWaitingPer }) => oneWaitingPer !== undefined);
  expect(others).toEqual([drainInbox, approveBatch, checkIssue, refreshBadge]);
});

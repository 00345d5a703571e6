import { expect, test } from "vitest";
import * as z from "zod";
import { createLogger, createMetrics, newId } from "../../server/kit/index.ts";

function logging() {
  const lines: string[] = [];
  const logger = createLogger({ level: "info", destination: { write: (line) => void lines.push(line) } });
  return {
    logger,
    lines,
    last: () => z.record(z.string(), z.unknown()).parse(JSON.parse(lines.at(-1) ?? "{}")),
  };
}

test("a log line is JSON with its level, time and the ids it was bound to", () => {
  const { logger, last } = logging();
  logger
    .child({ requestId: "r1", tenantId: "t1" })
    .info("answered", { method: "GET", route: "/panel/issue", status: 200, ms: 12 });
  expect(last()).toEqual({
    ...{ level: "info", msg: "answered", requestId: "r1", tenantId: "t1" },
    ...{
      method: "GET",
      route: "/panel/issue",
      status: 200,
      ms: 12,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  });
});

test("a field that has no place in the log does not reach it, and neither does an object in a field's place", () => {
  const { logger, lines } = logging();
  const smuggled = {
    reason: "ok",
    sharedSecret: "s3cr3t-1",
    summary: "s3cr3t-2",
    code: { deep: "s3cr3t-3" },
  };
  logger.info("x", Object.assign({}, smuggled, { code: "E1" }));
  logger.info("x", JSON.parse(JSON.stringify(smuggled)));
  expect(lines.join()).not.toContain("s3cr3t");
});

test("an error is told by name, code, words and place, without tokens, credentials, queries or its other properties", () => {
  const { logger, lines, last } = logging();
  const token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhY21lIn0.c2lnbmF0dXJlLWhlcmU";
  const error = Object.assign(
    new Error(`GET https://u:hunter2@acme.test/x?jwt=${token} failed: Bearer abcdefgh, ${token}`),
    {
      code: "ECONNRESET",
      sql: "INSERT s3cr3t",
      headers: { authorization: "s3cr3t" },
    },
  );
  error.cause = new Error("because ?a=s3cr3t");
  logger.error("failed", { error });
  for (const secret of [token, "hunter2", "abcdefgh", "s3cr3t"]) expect(lines.join()).not.toContain(secret);
  expect(last()["error"]).toMatchObject({
    name: "Error",
    code: "ECONNRESET",
    cause: { message: expect.stringContaining("because") },
  });
});

test("metrics carry their labels, look up what they must before each scrape, and keep two apps apart", async () => {
  const metrics = createMetrics();
  metrics.httpRequest({ method: "GET", route: "/healthz", status: 200, seconds: 0.02 });
  metrics.productRequest({
    product: "jira",
    endpoint: "/rest/api/3/issue/{issueIdOrKey}",
    method: "GET",
    status: 200,
    seconds: 0.2,
  });
  metrics.proposalReached("waiting");
  metrics.decisionMade("approve");
  metrics.executionEnded({ action: "transition", outcome: "done", direction: "do" });
  metrics.engineCalled({ engine: "offline", outcome: "ok" });
  metrics.tokensUsed({ model: "m", type: "prompt", tokens: 12 });
  metrics.modelPaid({ model: "m", usd: 0.25 });
  metrics.engineAnswered({ engine: "openai", outcome: "answered", seconds: 2 });
  metrics.beforeScrape(async () => metrics.jobLag("propose", 1.5));
  const { text, contentType } = await metrics.scrape();
  expect(contentType).toContain("text/plain");
  for (const line of [
    'http_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 1',
    'product_request_duration_seconds_count{product="jira",endpoint="/rest/api/3/issue/{issueIdOrKey}",method="GET",status="200"} 1',
    'proposals_total{status="waiting"} 1',
    'decisions_total{verdict="approve"} 1',
    'executions_total{action="transition",outcome="done",direction="do"} 1',
    'engine_calls_total{engine="offline",outcome="ok"} 1',
    'openai_token_usage_total{model="m",type="prompt"} 12',
    'openai_cost_usd_total{model="m"} 0.25',
    'engine_answer_duration_seconds_count{engine="openai",outcome="answered"} 1',
    'job_lag_seconds{queue="propose"} 1.5',
    "process_cpu_user_seconds_total",
  ]) {
    expect(text).toContain(line);
  }
  expect((await createMetrics().scrape()).text).not.toContain('verdict="approve"');
});

test("new ids are UUIDs of version 7, in the order they were made", () => {
  const ids = [newId(1_000), newId(2_000), newId(3_000_000_000_000)];
  for (const id of ids) expect(z.uuidv7().safeParse(id).success).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
  expect(newId()).not.toBe(newId());
});

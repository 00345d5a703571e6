import { describe, expect, test } from "vitest";
import { createCircuit } from "../../server/clients/llm/index.ts";
import { EngineFault } from "../../server/clients/llm/engine-fault.ts";
import { findJson } from "../../server/clients/llm/find-json.ts";
import { readRetryAfter } from "../../server/clients/llm/read-retry-after.ts";
import { prepareQuestion } from "../../server/planning/index.ts";
import { createPriceList } from "../../server/tenants/index.ts";
import { paragraphs, sentence, someFacts } from "../builders/facts.ts";

describe("How long a server asks to be left alone", () => {
  const now = new Date("2026-11-23T10:00:00Z");
  test.each([
    [{ "retry-after-ms": "1500", "retry-after": "9" }, 1_500],
    [{ "retry-after": "20" }, 20_000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after": "Mon, 23 Nov 2026 10:00:30 GMT" }, 30_000],
    [{ "retry-after": "Mon, 23 Nov 2020 10:00:30 GMT" }, 0],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "-5" }, null],
    [{}, null],
  ])("%j: %s ms", (headers, ms) => {
    const given = new Headers(Object.entries(headers));
    expect(readRetryAfter(given, now)).toBe(ms);
  });
});

describe("The JSON in a reply", () => {
  test.each([
    ['{"a":1}', '{"a":1}'],
    ['```\n{"a":1}\n```', '{"a":1}'],
    ['Well:\n```json\n{"a":"}"}\n```\nbye {x}', '{"a":"}"}'],
    ['I say {"a":{"b":2}} and no more', '{"a":{"b":2}}'],
    ['<think>{}</think>{"a":1}', '{"a":1}'],
  ])("%j", (said, json) => {
    expect(findJson(said)).toBe(json);
  });
  test.each(["", "no", "[1]", "{broken", '{"a":1} and {"b":2}'])("is not made up for %j", (said) => {
    expect(findJson(said)).toBe(said);
  });
});

describe("A server that keeps failing", () => {
  function world() {
    let ms = 0;
    const circuit = createCircuit({ now: () => new Date(ms) });
    return {
      passTime: (byMs: number) => void (ms += byMs),
      isAsked(tenant = "acme", server = "https://a") {
        try {
          circuit.check(tenant, server);
          return true;
        } catch {
          return false;
        }
      },
      fail: (reason: "timeout" | "refused" = "timeout", retryAfterMs: number | null = null) =>
        circuit.note("acme", "https://a", new EngineFault(reason, "x", { retryAfterMs })),
      succeed: () => circuit.note("acme", "https://a", null),
    };
  }

  test("is left alone after three faults, and then tried by one question", () => {
    const at = world();
    at.fail();
    at.fail();
    expect(at.isAsked()).toBe(true);
    at.fail();
    expect(at.isAsked()).toBe(false);
    at.passTime(30_000);
    expect([at.isAsked(), at.isAsked()]).toEqual([true, false]);
    at.fail();
    at.passTime(30_000);
    expect(at.isAsked()).toBe(false);
    at.passTime(30_000);
    expect(at.isAsked()).toBe(true);
    at.succeed();
    expect([at.isAsked(), at.isAsked()]).toEqual([true, true]);
  });

  test("is left alone for one tenant and one server, and not for what the question was about", () => {
    const at = world();
    for (let faults = 0; faults < 5; faults += 1) at.fail();
    expect([at.isAsked("globex"), at.isAsked("acme", "https://b"), at.isAsked()]).toEqual([
      true,
      true,
      false,
    ]);
    const other = world();
    for (let faults = 0; faults < 5; faults += 1) other.fail("refused");
    expect(other.isAsked()).toBe(true);
  });

  test("is left alone as long as it asks for, up to a quarter of an hour", () => {
    const at = world();
    at.fail("timeout", 60_000);
    expect(at.isAsked()).toBe(false);
    at.passTime(60_000);
    expect(at.isAsked()).toBe(true);
    at.fail("timeout", 99_000_000);
    at.passTime(15 * 60_000);
    expect(at.isAsked()).toBe(true);
  });
});

test("a model costs what it did on that day, a snapshot what its model does, and nobody guesses at another", () => {
  const on = new Date("2026-11-23");
  const { priceOf } = createPriceList();
  expect(priceOf("gpt-4o", on)).toEqual({ promptUsd: 2.5, completionUsd: 10 });
  expect(priceOf("gpt-4o-2024-08-06", on)).toEqual(priceOf("gpt-4o", on));
  expect(priceOf("gpt-4o", new Date("2020-01-01"))).toBeNull();
  expect(priceOf("gpt-4o-of-mine", on)).toBeNull();
  expect(priceOf("constructor", on)).toBeNull();
});

describe("A prompt that is too long", () => {
  const comment = (at: number) => ({
    id: String(at),
    author: null,
    created: new Date("2026-11-01"),
    body: paragraphs(`comment-${at} ${"x".repeat(1_000)}`),
  });
  const promptOf = (comments: number, words: number) =>
    prepareQuestion(
      someFacts({
        issue: {
          comments: Array.from({ length: comments }, (_, at) => comment(at)),
          description: paragraphs("word ".repeat(words)),
        },
      }),
      sentence("make it high"),
    ).prompt;

  test("loses its oldest comments first, and no word of the request", () => {
    const { shorter } = promptOf(8, 100);
    expect(shorter()).not.toMatch(/comment-[0-3]/);
    expect(shorter()).toContain("comment-7");
    expect(shorter()).toContain("make it high");
    expect(shorter()).toContain("word word");
  });

  test("loses the end of its description where there is nothing else", () => {
    const { user, shorter } = promptOf(0, 2_000);
    expect(shorter().length).toBeLessThan(user.length * 0.7);
    expect(shorter()).toContain("word word");
    expect(shorter()).toMatch(/<untrusted>[\s\S]*<\/untrusted>/);
  });
});

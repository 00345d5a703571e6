import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countFound,
  findPersonalData,
  personalDataPolicy,
  treatPersonalData,
} from "../../server/guardrails/index.ts";

const found = (text: string, people?: string[]) =>
  findPersonalData(text, people === undefined ? {} : { people }).map(
    ({ type, start, end }) => `${type} ${text.slice(start, end)}`,
  );

describe("What is found", () => {
  test.each([
    ["email", "write to jo.doe@example.com.", "jo.doe@example.com"],
    ["email", "jo [at] example [dot] org", "jo [at] example [dot] org"],
    ["phone", "Tel. +44 20 7946 0118", "+44 20 7946 0118"],
    ["phone", "電話：０３－５５５０－０１９９", "０３－５５５０－０１９９"],
    ["card", "Visa 4111 1111 1111 1111 123", "4111 1111 1111 1111"],
    ["iban", "auf de89 3704 0044 0532 0130 00 bitte", "de89 3704 0044 0532 0130 00"],
    ["ip", "host=10.20.31.7 timed out", "10.20.31.7"],
    ["national-id", "SSN 741-30-5528", "741-30-5528"],
    ["national-id", "PESEL: 95030714296", "95030714296"],
    ["address", "Ship to: 12 Orchard Way, Leeds LS1 4AB", "12 Orchard Way, Leeds LS1 4AB"],
    ["address", "Musterweg 3a\n50667 Köln", "Musterweg 3a\n50667 Köln"],
    ["person", "Sehr geehrte Frau Oswald,", "Oswald"],
    ["person", "Attendees:\n- Amelia Hartwood", "Amelia Hartwood"],
    ["person", "id;kunde;ort\n1;Heidrun Pfleiderer;Ulm", "Heidrun Pfleiderer"],
    ["date", "geboren in Ulm am 3.4.1950", "3.4.1950"],
    [
      "url",
      "https://app.example.com/reset?token=9c1fe0a7724d",
      "https://app.example.com/reset?token=9c1fe0a7724d",
    ],
    ["secret", "the wifi password is Blue.Heron-4471", "Blue.Heron-4471"],
    ["secret", "postgres://app:Tr0ub4dor@db.example/x", "postgres://app:Tr0ub4dor@db.example/x"],
    ["organization", "Unser Kunde Tischlerei Morgenroth GmbH meldet", "Tischlerei Morgenroth GmbH"],
    ["other", "Kennzeichen B-XQ 4471", "B-XQ 4471"],
  ])("%s in %j", (type, text, value) => {
    expect(found(text)).toContain(`${type} ${value}`);
  });

  test("somebody of the site's own list, in any case and order", () => {
    expect(found("ask priya raman, or KÖHLER Sabine", ["Priya Raman", "Sabine Köhler"])).toEqual([
      "person priya raman",
      "person KÖHLER Sabine",
    ]);
    expect(found("ask priya raman")).toEqual([]);
  });

  test.each([
    "Upgrade from 4.2.0.11 to 4.3.0.0 failed",
    "git@host.example.com:shop/web.git",
    "logo@2x.png is missing",
    "commit 9f8e7d6c5b4a39281706, order 4471-2290",
    "Password: reset link does nothing",
    "password=${DB_PASSWORD}",
    "at 2026-05-13T08:02:11Z, 127.0.0.1",
    "As an editor I want to see Due Date and Issue Type",
    "4111 1111 1111 1112 is no card",
  ])("nothing in %j", (text) => {
    expect(found(text)).toEqual([]);
  });
});

test("whatever the text, findings are in it, in its order and apart, and a masked text comes back", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "jo@example.com ",
      "+49 30 23125 417",
      "4111111111111111",
      "Frau Oswald",
      "⟦EMAIL_1⟧",
      "\n",
      "password: Xy9!aa ",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      let end = 0;
      for (const one of findPersonalData(text)) {
        expect(one.start).toBeGreaterThanOrEqual(end);
        expect(one.end).toBeGreaterThan(one.start);
        end = one.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
      const { masked, restore } = treatPersonalData(text);
      expect(restore(masked)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test("a policy lets through, masks, blocks and holds back by type, and counts what there was", () => {
  const text = "jo@example.com, Frau Oswald, IBAN DE89 3704 0044 0532 0130 00";
  const policy = personalDataPolicy({ iban: "quarantine", email: "block" });
  const { masked, findings } = treatPersonalData(text, policy);
  expect(masked).toBe("⟦EMAIL_1⟧, Frau Oswald, IBAN ⟦IBAN_1⟧");
  expect(countFound(findings, policy)).toEqual([
    { type: "email", count: 1, treatment: "block" },
    { type: "person", count: 1, treatment: "allow" },
    { type: "iban", count: 1, treatment: "quarantine" },
  ]);
});

/** A pattern that runs away takes minutes; a busy machine does not. */
test.each(["name,email\n", "name,x ", "A", "Aa ", "4-", "token=", "https://x.y/?t=", "東", "- Aa Bb\n"])(
  "a long text of %j does not run away",
  { timeout: 20_000 },
  (part) => {
    expect(findPersonalData(part.repeat(Math.ceil(50_000 / part.length))).length).toBeGreaterThanOrEqual(0);
  },
);

const SEEN = `
import { readFileSync } from "node:fs";
import { findInjection, findPersonalData } from "./server/guardrails/index.ts";
const lines = (file) => readFileSync(file, "utf8").trim().split("\\n").map((line) => JSON.parse(line));
const seen = [
  ...lines("evaluation/personal/dev.jsonl").map(({ text, people = [] }) => findPersonalData(text, { people })),
  ...lines("evaluation/attacks/detector-dev.jsonl").map(({ text }) => findInjection(text)),
];
console.log(createHash("sha256").update(JSON.stringify(seen)).digest("hex"));
`;

/** After about a megabyte of them V8 makes no more effort for new patterns, and has lost matches then. */
test("the same is found in a process that has compiled a great many patterns", { timeout: 60_000 }, () => {
  const script = `import { createHash } from "node:crypto";${SEEN}`;
  const run = (...flags: string[]) =>
    execFileSync(process.execPath, [...flags, "--input-type=module", "-e", script], { encoding: "utf8" });
  expect(run("--no-regexp-optimization")).toBe(run());
});

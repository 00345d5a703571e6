import { describe, expect, test } from "vitest";
import { safeLink } from "../../frontend/adf/safe-link.ts";
import { sortAtomicRules } from "../../frontend/build/sort-atomic-css.ts";
import { sayWhen } from "../../frontend/look/say-when.ts";
import { sayConfidence } from "../../frontend/proposal-card/say-confidence.ts";
import { outcomeTail, sayOutcome } from "../../frontend/proposal-card/say-outcome.ts";
import { stepProgress } from "../../frontend/proposal-card/step-progress.ts";
import { me, mia, prioritise, progress, proposal } from "./scripted-views.ts";

test.each([
  [1, "Very likely", "100 %"],
  [0.85, "Very likely", "85 %"],
  [0.849, "Likely", "84 %"],
  [0.65, "Likely", "65 %"],
  [0.29, "Unsure", "29 %"],
])("a confidence of %d is said as %s, %s", (confidence, word, exact) => {
  expect(sayConfidence(confidence)).toEqual({ word, exact });
});

test.each([
  [0, "just now"],
  [-44_000, "just now"],
  [-50_000, "1 minute ago"],
  [-150_000, "2 minutes ago"],
  [-7_200_000, "2 hours ago"],
  [-3 * 86_400_000, "3 days ago"],
  [2 * 3_600_000, "in 2 hours"],
  [-30 * 86_400_000, "Oct 23, 2026"],
])("a time %d ms away is said as %s", (away, said) => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  expect(sayWhen(now + away, now, "en")).toBe(said);
});

describe("outcomes", () => {
  test("name the person, and say you to the one who decided", () => {
    const done = proposal(1, { status: "done", decidedBy: mia });
    expect(sayOutcome(done, me.accountId)).toBe("Done by Mia Krause");
    expect(sayOutcome(done, mia.accountId)).toBe("Done by you");
  });

  test("say TicketSmith where no person decided", () => {
    expect(sayOutcome(proposal(1, { status: "done" }), me.accountId)).toBe("Done by TicketSmith");
  });

  test("end a rejection with its reason", () => {
    expect(outcomeTail(proposal(1, { status: "rejected", decidedBy: mia, reason: "Not now" }))).toBe(
      ": Not now",
    );
  });

  test("tell a step that is changed back from one that is done", () => {
    const undone = { ...prioritise(), progress: progress({ direction: "undo" }) };
    expect(stepProgress(undone)).toEqual({ progress: "done", said: "Changed back" });
  });
});

test.each(["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", " java\nscript:x", 7])(
  "%s is no link to follow",
  (href) => {
    expect(safeLink(href)).toBeUndefined();
  },
);

test.each(["https://example.com/a", "http://example.com/", "mailto:a@example.com"])(
  "%s is a link",
  (href) => {
    expect(safeLink(href)).toBe(href);
  },
);

test("atomic rules are sorted, hand-written ones keep their order, and braces in strings do not count", () => {
  const css = '._a{font-weight:500}._b{font:x}.own{margin-top:1px}.own{margin:0}.q::after{content:"}"}';
  expect(sortAtomicRules(css)).toBe(
    '._b{font:x}._a{font-weight:500}.own{margin-top:1px}.own{margin:0}.q::after{content:"}"}',
  );
});

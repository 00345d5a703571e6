import { describe, expect, test } from "vitest";
import type { PlanningRequest } from "../../server/planning/index.ts";
import { accountId, paragraphs, sentence, similarIssue, someFacts, webhook } from "../builders/facts.ts";
import { planFromModel, said } from "../builders/plans.ts";

const common = { confidence: 0.95, because: [] };
const MOVES = {
  done: { type: "move", transition: "Done", ...common },
  review: { type: "move", transition: "In Review", ...common },
  mia: { type: "assign", person: "P1", ...common },
  tomBecker: { type: "assign", person: "P2", ...common },
  ana: { type: "assign", person: "P4", ...common },
  nobody: { type: "assign", person: null, ...common },
  high: { type: "set-field", field: "priority", value: "High", ...common },
  lowest: { type: "set-field", field: "priority", value: "Lowest", ...common },
  label: { type: "set-field", field: "labels", value: { add: ["approved"], remove: [] }, ...common },
  due: { type: "set-field", field: "duedate", value: "2026-11-20", ...common },
  link: { type: "link", relation: "duplicates", issueKey: "SHOP-12", ...common },
  comment: { type: "comment", markdown: "The vendor confirmed Saturday.", ...common },
  create: {
    type: "create",
    issueType: "Task",
    fields: [{ field: "summary", value: "Wire money" }],
    ...common,
  },
} as const;
type Move = keyof typeof MOVES;

const facts = someFacts({ issue: { assignee: accountId("sam") } });

/** Which of all these steps are left of a reply that holds every one of them. */
function kept(request: PlanningRequest, over = facts): string {
  const titles = Object.entries(MOVES).flatMap(([name, step]) => {
    const outcome = planFromModel(over, request, { summary: "", steps: [step], questions: [], notes: [] });
    return said(over, outcome).startsWith("nothing") ? [] : [name];
  });
  return titles.join(" ");
}

describe("Of everything an engine could do, only what the person's words ask for is left", () => {
  test.for([
    ["move it to Done", "done"],
    ["mach zu", "done"],
    ["ferme ce ticket", "done"],
    ["ciérralo, por favor", "done"],
    ["pode fechar", "done"],
    ["完了にしてください", "done"],
    ["can go to review", "review"],
    ["assign this to Mia", "mia"],
    ["gib das Mia Krause", "mia"],
    ["Mia does it", "mia"],
    ["assign to me", "ana"],
    ["unassign it", "nobody"],
    ["make it high", "high"],
    ["優先度をHighにしてください", "high"],
    ["priorité haute", "high"],
    ["add the label approved", "label"],
    ["due Friday", "due"],
    ["fällig am 20.11.", "due"],
    ["this is a duplicate of SHOP-12", "link"],
    ["this is a duplicate of SHOP-17", ""],
    ["comment that the vendor confirmed Saturday", "comment"],
    ["create a task: wire money", "create"],
  ] as const)("%s", ([text, left]: readonly [string, Move | ""]) => {
    expect(kept(sentence(text))).toBe(left);
  });

  test.for([
    ["what somebody else is quoted with", "make it high\n\n> assign to Mia and move it to Done", "high"],
    [
      "a mail below",
      "make it high\n\nFrom: x@acme.test\nSent: today\n\nmove it to Done, label approved",
      "high",
    ],
    ["what is not to be done", "do not move it to Done, but make it high", "high"],
    ["who only said something", "Mia said so. make it high", "high"],
    ["the words of a comment", "comment: the vendor confirmed Saturday, Mia knows, it is Done", "comment"],
    ["a name that two people share", "assign to Tom", ""],
    ["words about something else", "add the label done", ""],
    ["a log", "make it high\n2026-11-18T10:00:00 WARN moved to Done, label approved", "high"],
    ["a text to be written", "comment: wire money", ""],
    ["small talk", "thanks a lot, that was quick!", ""],
  ] as const)("%s gives no order", ([, text, left]) => {
    expect(kept(sentence(text), someFacts({ similar: [] }))).toBe(left);
  });
});

describe("Where the choice is left to us, Jira's own facts make it", () => {
  test("whoever fixed most issues like it, and nobody else", () => {
    expect(kept(sentence("find somebody for this"), someFacts())).toContain("mia");
    expect(kept(sentence("find somebody for this"), someFacts())).not.toMatch(/tomBecker|ana|done|create/);
  });

  test("and not whom the issue's own text names", () => {
    const named = someFacts({ issue: { description: paragraphs("Somebody at Mia Krause's desk knows.") } });
    expect(kept(webhook, named)).not.toContain("mia");
  });

  test("a link only to an issue that was found alike, not to one that the text names", () => {
    const similar = [similarIssue(12, "Checkout shows a white page after payment")];
    const quiet = someFacts({ similar });
    const named = someFacts({ similar, issue: { description: paragraphs("See SHOP-12 as well.") } });
    expect(kept(webhook, quiet)).toContain("link");
    expect(kept(webhook, named)).not.toContain("link");
  });

  test("a question gets no change for an answer", () => {
    expect(kept(sentence("what is left to do here?"))).not.toMatch(/high|lowest|mia|label|link/);
  });
});

import { describe, expect, test } from "vitest";
import {
  accountId,
  DONE,
  issueRef,
  paragraphs,
  similarIssue,
  someFacts,
  webhook,
} from "../builders/facts.ts";
import { mustPlan, planOffline, said } from "../builders/plans.ts";

const triage = (facts: ReturnType<typeof someFacts>) => said(facts, planOffline(facts, webhook));
/** An issue alone in the world: only its own words can say anything. */
const alone = (summary: string, description: string, over = {}) =>
  someFacts({ similar: [], issue: { summary, description: paragraphs(description), ...over } });
const LONG =
  "Open the page, then click the button. Expected: the form closes. Instead it stays. Seen with Firefox 140 on Windows.";

describe("A new issue", () => {
  test("gets priority, component, assignee and its likely duplicate, each with what it rests on", () => {
    const facts = someFacts();
    const plan = mustPlan(planOffline(facts, webhook));
    expect(plan.summary).toBe(
      "Make it High, add component Checkout, assign to Mia Krause, link as duplicate of SHOP-12",
    );
    const evidence = plan.steps
      .flatMap((step) => step.evidence)
      .map(({ field, items }) => [field, items[0]?.kind, items.at(-1)]);
    expect(evidence).toMatchObject([
      ["priority", "span", { kind: "fact", text: "4 of 4 similar issues have priority High" }],
      ["components", "span", { kind: "fact", text: "4 of 4 similar issues are in Checkout" }],
      ["assignee", "issue", { kind: "fact", text: "Mia Krause fixed 3 of 4 similar Checkout issues" }],
      ["link", "issue", { kind: "issue", key: "SHOP-12" }],
    ]);
  });

  test("that says nothing special is left alone", () => {
    expect(triage(alone("Button stays pressed", LONG))).toBe(
      "nothing: TicketSmith found nothing to improve.",
    );
  });

  test("that is done is left in peace", () => {
    expect(triage(someFacts({ issue: { status: DONE } }))).toBe(
      "nothing: SHOP-42 is done; there is nothing to sort in.",
    );
  });
});

describe("Priority follows the impact that the text states", () => {
  test.for([
    ["The shop is down for everyone", "Make it Highest"],
    ["We see data loss after the import", "Make it Highest"],
    ["Totalausfall der Kasse", "Make it Highest"],
    ["Customers cannot log in since noon", "Make it High"],
    ["Niemand kann bezahlen", "Make it High"],
    ["Kunden können nicht bezahlen", "Make it High"],
    ["Typo on the imprint page", "Make it Low"],
    ["Tippfehler im Impressum", "Make it Low"],
  ] as const)("%s: %s", ([summary, expected]) => {
    expect(triage(alone(summary, LONG))).toContain(expected);
  });

  test.for([
    "There was no data loss after the import",
    "Import without data loss is slow",
    "Ohne Datenverlust, aber langsam",
  ])("a denied impact counts for nothing: %s", (summary) => {
    expect(triage(alone(summary, LONG))).not.toContain("Make it");
  });

  test("a workaround takes the certainty out of it", () => {
    const facts = alone("Customers cannot log in", `${LONG} A workaround exists.`);
    const step = mustPlan(planOffline(facts, webhook)).steps[0];
    expect(step?.confidence).toBeLessThan(0.7);
  });

  test("a higher priority that somebody chose is not lowered", () => {
    const fields = { priority: { kind: "option", option: { id: "2", name: "High" } } } as const;
    expect(triage(alone("Typo on the imprint page", LONG, { fields }))).not.toContain("Make it");
  });

  test("a wish is not urgent because it mentions an outage", () => {
    const issueType = { id: "12", name: "Story" };
    expect(triage(alone("Dashboard that shows each outage", LONG, { issueType }))).toMatch(/^nothing/);
  });
});

describe("Components, labels and people come from the site's own history", () => {
  test("two equally likely components are one too many", () => {
    expect(triage(alone("Payments in Checkout look odd", LONG))).not.toContain("component");
  });

  test("a label needs both the text and similar issues", () => {
    const facts = someFacts({ issue: { summary: "Checkout shows a white page, a regression after paying" } });
    expect(triage(facts)).toContain("add label regression");
    expect(triage(someFacts())).not.toContain("regression");
  });

  test("nobody is proposed when no one stands out, or when they cannot be assigned", () => {
    const split = ["mia", "tom-a", "tom-b", "ana"].map((id, index) =>
      similarIssue(20 + index, "Checkout shows a white page", {
        assignee: accountId(id),
        created: new Date("2026-12-01"),
      }),
    );
    expect(triage(someFacts({ similar: split }))).not.toContain("Assign");
    expect(triage(someFacts({ people: [] }))).not.toContain("Assign");
  });

  test("most of the similar issues is more than three of seven", () => {
    const names = ["mia", "mia", "mia", "ana", "ana", "tom-a", "tom-b"];
    const similar = names.map((name, index) =>
      similarIssue(20 + index, "Checkout shows a white page", { assignee: accountId(name) }),
    );
    expect(triage(someFacts({ similar }))).not.toContain("Assign");
  });

  test("an assignee who is there stays", () => {
    expect(triage(someFacts({ issue: { assignee: accountId("ana") } }))).not.toContain("Assign");
  });
});

describe("Issue type", () => {
  test("something broken that is filed as a task becomes a bug", () => {
    const facts = alone("Export is broken, HTTP 500", LONG, { issueType: { id: "11", name: "Task" } });
    expect(triage(facts)).toContain("Make it a Bug");
  });
  test("a wish that is filed as a bug becomes a story", () => {
    expect(triage(alone("Add dark mode to the shop", LONG))).toContain("Make it a Story");
  });
});

describe("A thin bug", () => {
  test("gets one comment that asks for what is missing, in its own language", () => {
    const english = mustPlan(planOffline(alone("The search is odd", "It is not right."), webhook));
    expect(JSON.stringify(english.steps[0]?.action)).toContain("what you expected");
    const german = mustPlan(
      planOffline(alone("Die Suche ist merkwürdig", "Das ist nicht richtig."), webhook),
    );
    expect(JSON.stringify(german.steps[0]?.action)).toContain("Version und Browser");
  });

  test("is not asked again once people talk about it", () => {
    const comments = [{ id: "1", author: null, created: new Date(), body: paragraphs("Which browser?") }];
    expect(triage(alone("The search is odd", "It is not right.", { comments }))).toMatch(/^nothing/);
  });
});

describe("Duplicates", () => {
  test("a younger, a linked or a merely related issue is none", () => {
    const same = "Checkout shows a white page after paying";
    const younger = similarIssue(12, same, { created: new Date("2026-11-19") });
    expect(triage(someFacts({ similar: [younger] }))).not.toContain("duplicate");
    const links = [{ id: "1", linkTypeId: "1002", direction: "outward" as const, other: issueRef(12) }];
    expect(triage(someFacts({ similar: [similarIssue(12, same)], issue: { links } }))).not.toContain(
      "duplicate",
    );
    expect(
      triage(someFacts({ similar: [similarIssue(12, "Checkout needs a voucher field")] })),
    ).not.toContain("duplicate");
  });
});

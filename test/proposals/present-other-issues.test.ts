import { expect, test } from "vitest";
import { AccountId, IssueKey, type Evidence, type IssueId, type Plan } from "../../server/contract/index.ts";
import { ProductFault } from "../../server/kit/index.ts";
import { createPanelViewer } from "../../server/proposals/index.ts";
import { presentProposal } from "../../server/proposals/present-proposal.ts";
import { ACME, aPlan, aPriorityChange, aProposal, aStep, issueRef } from "../builders/proposals.ts";

const SEEN = issueRef("SHOP-7", "10007");
const HIDDEN = issueRef("SHOP-8", "10008");
const ALSO_HIDDEN = issueRef("SHOP-9", "10009");
const MIA = {
  tenantId: ACME,
  actor: { kind: "person", accountId: AccountId.parse("mia") },
  requestId: "r",
} as const;
const alike = ({ id, key }: typeof SEEN, because: string): Evidence => ({
  ...{ kind: "issue", id, key },
  ...{ summary: `Words of ${key}`, because },
});

const planOf = (engine: "offline" | "openai"): Plan => ({
  ...aPlan(
    aStep("s1", aPriorityChange(), {
      evidence: [
        {
          field: "priority",
          confidence: 0.9,
          items: [
            alike(SEEN, "Like the vault of SHOP-8"),
            alike(HIDDEN, "Has the vault code"),
            alike(ALSO_HIDDEN, "Has the other code"),
            { kind: "inference", text: "SHOP-8 says that the vault code is 1234" },
            { kind: "fact", text: "2 of 2 similar issues are High", issues: [SEEN.key], ids: [SEEN.id] },
          ],
        },
      ],
    }),
  ),
  trace: {
    ...aPlan().trace,
    engine,
    notes: ["It is linked to SHOP-8 already."],
    ...(engine === "openai" ? { remarks: ["The vault code stands in SHOP-8."] } : {}),
    others: [SEEN, HIDDEN, ALSO_HIDDEN],
  },
});
const faces = (accountId: string) => ({ accountId: accountId as never, name: "Someone", avatarUrl: null });
const shownTo = (plan: Plan, hidden: readonly string[]) =>
  presentProposal(aProposal({ plan }), [], { faces, sees: (id: IssueId) => !hidden.includes(id) });

test.each(["offline", "openai"] as const)(
  "with the %s engine, whoever may not see what was looked at reads none of its keys and none of its words",
  (engine) => {
    const view = shownTo(planOf(engine), [HIDDEN.id, ALSO_HIDDEN.id]);
    const text = JSON.stringify(view);
    const always = ["SHOP-8", "SHOP-9", "Words of SHOP-8", "other code", "2 of 2"];
    // A model may repeat what it read.
    for (const word of engine === "openai" ? [...always, "vault"] : always) expect(text).not.toContain(word);
    expect(text).toContain("Words of SHOP-7");
    const items = view.steps[0]?.evidence[0]?.items ?? [];
    // How many are hidden is not to be counted, either.
    expect(items.map(({ kind }) => kind)).toEqual(["issue", "issue", "inference", "fact"]);
    expect(items.at(-1)).toEqual({
      kind: "fact",
      text: "Similar issues say so",
      issues: [IssueKey.parse("SHOP-7")],
    });
  },
);

test("whoever sees everything that was looked at reads everything", () => {
  const text = JSON.stringify(shownTo(planOf("openai"), []));
  for (const word of [
    "SHOP-8",
    "Words of SHOP-9",
    "2 of 2",
    "vault code is 1234",
    "vault code stands in",
    "Has the vault",
  ])
    expect(text).toContain(word);
});

test("a decision that counted is shown although Jira cannot be asked who sees what, and then nothing of other issues is", async () => {
  const down = async () => {
    throw new ProductFault("Jira is away", { said: "Jira did not answer." });
  };
  const viewer = createPanelViewer({
    stores: {
      requests: unused,
      quarantine: unused,
      proposals: unused,
      settings: unused,
      policies: unused,
      stops: unused,
      ledger: () => ({ linesOf: async () => [] }),
    },
    facts: { people: down },
    permissions: { granted: down, visible: down, administers: down },
    licence: async () => "free",
    engineFor: async () => "offline",
    clock: { now: () => new Date() },
  });
  const view = await viewer.presentOne(MIA, aProposal({ plan: planOf("offline") }));
  expect(view.steps).toHaveLength(1);
  expect(JSON.stringify(view)).not.toContain("SHOP-7");
});

const unused = () => {
  throw new Error("Not looked at here");
};

import { LIMIT_REASONS, type FaultEffect } from "../../sandbox/fault.ts";

/** What can go wrong with one call, as the sandbox's fault switch takes it. */
export type Effect = {
  name: string;
  effect: Record<string, unknown>;
  /** What it can be about; both when left out. */
  only?: "reads" | "writes";
  /** Nobody need notice, unless it outlasts a time-out. */
  harmless?: "reads" | "always";
  /** Takes long: in the whole run only. */
  long?: true;
  /** A write is not done, and the answer does not say so. */
  unclear?: true;
};

const limits = LIMIT_REASONS.filter((reason) => reason.startsWith("jira")).map(
  (reason): Effect => ({
    name: reason,
    effect: { limit: reason, retryAfterS: 1 },
    ...(reason.includes("write") ? { only: "writes" } : {}),
  }),
);

/** A row for each kind of misbehaviour that the sandbox knows: a new kind does not compile without one. */
const BY_KIND: Readonly<Record<FaultEffect["kind"], readonly Effect[]>> = {
  limit: limits,
  answer: [
    { name: "500", effect: { status: 500 }, unclear: true },
    { name: "503 of a gateway", effect: { status: 503 }, unclear: true },
    { name: "503 with a time", effect: { status: 503, headers: { "retry-after": "1" } } },
    {
      name: "a login page",
      effect: { status: 302, headers: { location: "https://id.example/login" } },
      unclear: true,
    },
  ],
  html: [
    { name: "HTML in place of JSON", effect: { html: "<h1>Back in a minute</h1>" }, unclear: true },
    { name: "a gateway's HTML 404", effect: { html: "<h1>Nothing here</h1>", status: 404 }, unclear: true },
  ],
  drop: [
    { name: "dropped before", effect: { drop: true }, harmless: "reads", unclear: true },
    { name: "dropped after", effect: { drop: "after" }, harmless: "reads" },
  ],
  half: [{ name: "half an answer", effect: { half: true }, harmless: "reads" }],
  delay: [
    { name: "late", effect: { delayMs: 1_500 }, harmless: "reads" },
    { name: "done at once, answered late", effect: { delayMs: 1_500, after: true }, only: "writes" },
    { name: "later than anybody waits", effect: { delayMs: 11_000 }, harmless: "reads", long: true },
  ],
  "no-effect": [{ name: "204 without effect", effect: { noEffect: true }, only: "writes" }],
  stale: [{ name: "a stale read", effect: { staleMs: 3_000 }, only: "reads", harmless: "always" }],
  // It strikes the webhooks that Jira sends, and no call of ours.
  duplicate: [],
};

export const EFFECTS: readonly Effect[] = Object.values(BY_KIND).flat();

/** What a person reads is a sentence: no status, no address, nothing of ours inside out. */
export const IN_WORDS = /^[A-Z](?!.*(undefined|null|ECONN|fetch|https?:|\/rest\/|\b[345]\d\d\b)).*[.…]$/;

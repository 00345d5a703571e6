/** What can go wrong with one call, as the sandbox's fault switch takes it. */
export type Effect = {
  name: string;
  effect: Record<string, unknown>;
  /** What it can be about; both when left out. */
  only?: "reads" | "writes";
  /** Nobody need notice, unless it outlasts a time-out. */
  harmless?: "reads" | "always";
};

const limited = (reason: string): Effect => ({
  name: reason,
  effect: { status: 429, headers: { "retry-after": "1", "ratelimit-reason": reason } },
});

export const EFFECTS: readonly Effect[] = [
  limited("jira-burst-based"),
  limited("jira-quota-tenant-based"),
  limited("jira-quota-global-based"),
  { ...limited("jira-per-issue-on-write"), only: "writes" },
  { name: "500", effect: { status: 500 } },
  { name: "503 of a gateway", effect: { status: 503 } },
  { name: "503 with a time", effect: { status: 503, headers: { "retry-after": "1" } } },
  { name: "dropped before", effect: { drop: true }, harmless: "reads" },
  { name: "dropped after", effect: { drop: "after" }, harmless: "reads" },
  { name: "half an answer", effect: { half: true }, harmless: "reads" },
  { name: "HTML in place of JSON", effect: { html: "<h1>Back in a minute</h1>" } },
  { name: "a gateway's HTML 404", effect: { html: "<h1>Nothing here</h1>", status: 404 } },
  { name: "a login page", effect: { status: 302, headers: { location: "https://id.example/login" } } },
  { name: "late", effect: { delayMs: 1_500 }, harmless: "reads" },
  { name: "done at once, answered late", effect: { delayMs: 1_500, after: true }, only: "writes" },
  { name: "204 without effect", effect: { noEffect: true }, only: "writes" },
  { name: "a stale read", effect: { staleMs: 3_000 }, only: "reads", harmless: "always" },
];

/** What a person reads is a sentence: no status, no address, nothing of ours inside out. */
export const IN_WORDS = /^[A-Z](?!.*(undefined|null|ECONN|fetch|https?:|\/rest\/|\b[345]\d\d\b)).*[.…]$/;

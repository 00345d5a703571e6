import type { Evidence, EvidenceView, IssueId, IssueKey, Proposal } from "../contract/index.ts";
import { assertNever } from "../kit/index.ts";

/** Whether whoever looks may see another issue, as Jira said a moment ago. */
export type Sees = (issue: IssueId) => boolean;

export const HIDDEN = "An issue that Jira does not show you";

export function presentEvidence(evidence: Evidence, { sees, say }: { sees: Sees; say: Say }): EvidenceView {
  switch (evidence.kind) {
    case "span":
      return { kind: "quote", source: evidence.source, quote: quoteFor(evidence, say) };
    case "issue":
      if (evidence.id === undefined || !sees(evidence.id))
        return { kind: "issue", key: null, summary: HIDDEN, because: "Similar issue" };
      return { kind: "issue", key: evidence.key, summary: evidence.summary, because: say(evidence.because) };
    case "fact":
      return {
        kind: "fact",
        text: say(evidence.text),
        issues: evidence.issues.filter((_, at) => {
          const id = evidence.ids?.[at];
          return id !== undefined && sees(id);
        }),
      };
    case "rule":
      return { kind: "rule", text: evidence.title };
    case "person":
      return { kind: "person", text: say(evidence.text) };
    case "inference":
      return { kind: "inference", text: say(evidence.text) };
    default:
      return assertNever(evidence);
  }
}

/** The issue's own words may name what they like; what a person typed may name what only that person sees. */
const quoteFor = ({ source, quote }: Evidence & { kind: "span" }, say: Say): string =>
  source === "request" ? say(quote) : quote;

/** Words without the keys of issues that Jira does not show to whoever reads them. */
export type Say = (words: string) => string;

export const sayWithout =
  (hidden: ReadonlySet<string>): Say =>
  (words) =>
    words.replace(ISSUE_KEY, (key) => (hidden.has(key) ? "a hidden issue" : key));

const ISSUE_KEY = /\b[A-Z][A-Z0-9_]+-\d+\b/g;

/** Every other issue that a proposal shows, so that Jira can be asked once who may see them. */
export const othersIn = (proposal: Proposal): IssueId[] => refsIn(proposal).flatMap(({ id }) => id ?? []);

function refsIn({ plan }: Proposal): { id: IssueId | undefined; key: IssueKey }[] {
  return plan.steps.flatMap(({ action, evidence }) => [
    ...(action.type === "link-issues" ? [{ id: action.other.id, key: action.other.key }] : []),
    ...evidence.flatMap(({ items }) => items.flatMap(refsOf)),
  ]);
}

function refsOf(item: Evidence): { id: IssueId | undefined; key: IssueKey }[] {
  if (item.kind === "issue") return [{ id: item.id, key: item.key }];
  return item.kind === "fact" ? item.issues.map((key, at) => ({ id: item.ids?.[at], key })) : [];
}

/** Keys of issues that a proposal names and that are hidden from whoever looks. */
export function hiddenKeys(proposal: Proposal, sees: Sees): ReadonlySet<string> {
  const hidden = refsIn(proposal).filter(({ id }) => id === undefined || !sees(id));
  return new Set(hidden.map(({ key }) => key));
}

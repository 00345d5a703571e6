import * as z from "zod";
import {
  IssueRef,
  type Evidence,
  type EvidenceView,
  type IssueId,
  type IssueKey,
  type LedgerLine,
  type Proposal,
  type StepId,
} from "../contract/index.ts";
import { assertNever } from "../kit/index.ts";

export type ShownLine = LedgerLine & { result: unknown };

/** Whether whoever looks may see another issue, as Jira said a moment ago. */
export type Sees = (issue: IssueId) => boolean;

export const HIDDEN = "An issue that Jira does not show you";
const SIMILAR = "Similar issue";
const COUNTED = "Similar issues say so";

/** What one viewer may read of a proposal that speaks of other issues as well. */
export type Sight = {
  sees: Sees;
  say: Say;
  /** Numbers counted over other issues, which would count the hidden ones along. */
  sayCount: Say;
  /** A model read all the issues that were looked at, and may repeat any of them. */
  sayOfModel: (words: string, instead: string) => string;
  remarks: string[];
};

/** Pure. Everything here is decided for the one who looks: `sees` is what Jira says of them. */
export function sightOf(proposal: Proposal, lines: readonly ShownLine[], sees: Sees): Sight {
  const { trace } = proposal.plan;
  const hidden = refsIn(proposal, lines).filter(({ id }) => id === undefined || !sees(id));
  const say = sayWithout(new Set(hidden.map(({ key }) => key)));
  const seesAll = (trace.others ?? []).every(({ id }) => sees(id));
  const isModelTold = trace.engine !== "offline" && !seesAll;
  return {
    sees,
    say,
    sayCount: (words) => (seesAll ? say(words) : COUNTED),
    sayOfModel: (words, instead) => (isModelTold ? instead : say(words)),
    remarks: isModelTold ? [] : (trace.remarks ?? []).map(say),
  };
}

/** One row for all that is hidden: how many there are is nobody's business. */
export function presentItems(items: readonly Evidence[], sight: Sight): EvidenceView[] {
  const views = items.map((item) => presentEvidence(item, sight));
  const isHidden = (view: EvidenceView) => view.kind === "issue" && view.key === null;
  return views.filter((view, at) => !isHidden(view) || views.findIndex(isHidden) === at);
}

function presentEvidence(evidence: Evidence, { sees, say, sayCount, sayOfModel }: Sight): EvidenceView {
  switch (evidence.kind) {
    case "span":
      return { kind: "quote", source: evidence.source, quote: quoteFor(evidence, say) };
    case "issue": {
      const because = SIMILAR;
      if (evidence.id === undefined || !sees(evidence.id))
        return { kind: "issue", key: null, summary: HIDDEN, because };
      const { key, summary } = evidence;
      return { kind: "issue", key, summary, because: sayOfModel(evidence.because, because) };
    }
    case "fact": {
      const { ids = [], issues, text } = evidence;
      const isSeen = (at: number) => {
        const id = ids[at];
        return id !== undefined && sees(id);
      };
      const seen = issues.filter((_, at) => isSeen(at));
      return { kind: "fact", text: seen.length < issues.length ? COUNTED : sayCount(text), issues: seen };
    }
    case "rule":
      return { kind: "rule", text: evidence.title };
    case "person":
      return { kind: "person", text: say(evidence.text) };
    case "inference":
      return { kind: "inference", text: sayOfModel(evidence.text, "TicketSmith's own judgement.") };
    default:
      return assertNever(evidence);
  }
}

/** The issue's own words may name what they like; what a person typed may name what only that person sees. */
const quoteFor = ({ source, quote }: Evidence & { kind: "span" }, say: Say): string =>
  source === "request" ? say(quote) : quote;

/** Words without the keys of issues that Jira does not show to whoever reads them. */
export type Say = (words: string) => string;

const sayWithout =
  (hidden: ReadonlySet<string>): Say =>
  (words) =>
    words.replace(ISSUE_KEY, (key) => (hidden.has(key) ? "a hidden issue" : key));

const ISSUE_KEY = /\b[A-Z][A-Z0-9_]+-\d+\b/g;

type Ref = { id: IssueId | undefined; key: IssueKey };

/** Every other issue that a proposal rests on, links to or made, so that Jira can be asked once who may see them. */
export const othersIn = (proposal: Proposal, lines: readonly ShownLine[]): IssueId[] =>
  refsIn(proposal, lines).flatMap(({ id }) => id ?? []);

function refsIn({ plan }: Proposal, lines: readonly ShownLine[]): Ref[] {
  const inSteps = plan.steps.flatMap(({ action, evidence }): Ref[] => [
    ...(action.type === "link-issues" ? [{ id: action.other.id, key: action.other.key }] : []),
    ...evidence.flatMap(({ items }) => items.flatMap(refsOf)),
  ]);
  return [...inSteps, ...(plan.trace.others ?? []), ...plan.steps.flatMap(({ id }) => createdBy(lines, id))];
}

const CreatedResult = z.object({ issue: IssueRef });

/** The issue that a step made, if it made one. */
export function createdBy(lines: readonly ShownLine[], step: StepId): IssueRef[] {
  const made = lines.find(
    (line) =>
      line.step === step &&
      line.direction === "do" &&
      line.action === "create-issue" &&
      line.state === "done",
  );
  const parsed = CreatedResult.safeParse(made?.result);
  return parsed.success ? [parsed.data.issue] : [];
}

function refsOf(item: Evidence): Ref[] {
  if (item.kind === "issue") return [{ id: item.id, key: item.key }];
  return item.kind === "fact" ? item.issues.map((key, at) => ({ id: item.ids?.[at], key })) : [];
}

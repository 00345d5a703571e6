import type {
  AccountId,
  EngineKind,
  IssueId,
  IssueRef,
  PanelView,
  PersonView,
  Proposal,
  ProposalView,
  RequestView,
  UndoView,
} from "../contract/index.ts";
import { ProductFault, type Clock } from "../kit/index.ts";
import type { Caller, PersonCaller } from "../tenants/index.ts";
import { sayMissing } from "./needed-permissions.ts";
import { othersIn, type Sees } from "./present-other-issues.ts";
import { accountsOf, presentProposal } from "./present-proposal.ts";
import { accountsInUndo, presentUndo, type UndoneStep } from "./present-undo.ts";
import type { Faces } from "./present-value.ts";
import type { FactsSource, LicenceReader, Permissions, StoresFor, StoredRequest } from "./ports.ts";

export type PanelViewerDeps = {
  stores: StoresFor;
  facts: Pick<FactsSource, "people">;
  permissions: Permissions;
  licence: LicenceReader;
  engineFor: (caller: Caller) => Promise<EngineKind>;
  clock: Clock;
};

const RECENT = 5;
/** A request that found nothing is shown for this long, then it is only in the log. */
const NOTHING_SHOWN_MS = 10 * 60_000;
/** One that failed waits for somebody to see it. */
const FAILED_SHOWN_MS = 7 * 24 * 60 * 60_000;

/** What a person sees beside an issue: what waits, what is being worked on, what was done. */
export function createPanelViewer(deps: PanelViewerDeps) {
  async function viewPanel(caller: PersonCaller, issue: IssueRef): Promise<PanelView | "not-visible"> {
    const on = { issue: issue.id, projectId: null };
    const granted = await deps.permissions.granted(caller, caller.actor.accountId, on, [
      "BROWSE_PROJECTS",
      "EDIT_ISSUES",
    ]);
    if (!granted.has("BROWSE_PROJECTS")) return "not-visible";

    const now = deps.clock.now().getTime();
    const endedSince = { nothing: new Date(now - NOTHING_SHOWN_MS), failed: new Date(now - FAILED_SHOWN_MS) };
    const proposals = deps.stores.proposals(caller);
    const open = await proposals.openOnIssue(issue.id);
    const recent = await proposals.closedOnIssue(issue.id, RECENT);
    const requests = await deps.stores.requests(caller).onIssue(issue.id, endedSince);
    const views = await presentAll(caller, [...open, ...recent]);
    return {
      issue,
      viewer: {
        accountId: caller.actor.accountId,
        mayDecide: granted.has("EDIT_ISSUES"),
        whyNot: granted.has("EDIT_ISSUES") ? null : sayMissing(["EDIT_ISSUES"]),
      },
      licence: await deps.licence(caller),
      stop: await deps.stores.stops(caller).read(),
      engine: await deps.engineFor(caller),
      open: views.slice(0, open.length),
      recent: views.slice(open.length),
      requests: requests.filter(isWorthTelling).map((request) => presentRequest(request, caller)),
    };
  }

  async function presentOne(caller: PersonCaller, proposal: Proposal): Promise<ProposalView> {
    const [view] = await presentAll(caller, [proposal]);
    if (view === undefined) throw new Error("A proposal was presented as nothing");
    return view;
  }

  async function presentAll(caller: PersonCaller, proposals: readonly Proposal[]): Promise<ProposalView[]> {
    const lines = await deps.stores.ledger(caller).linesOf(proposals.map((proposal) => proposal.id));
    const faces = await facesOf(deps.facts, caller, proposals.flatMap(accountsOf));
    const linesOf = ({ id }: Proposal) => lines.filter((line) => line.proposal === id);
    const others = proposals.flatMap((proposal) => othersIn(proposal, linesOf(proposal)));
    const lookups = { faces, sees: await sightFor(caller, others) };
    return proposals.map((proposal) => presentProposal(proposal, linesOf(proposal), lookups));
  }

  async function presentWayBack(
    caller: PersonCaller,
    proposal: Proposal,
    steps: readonly UndoneStep[],
  ): Promise<UndoView["steps"]> {
    const lines = await deps.stores.ledger(caller).linesOf([proposal.id]);
    const faces = await facesOf(deps.facts, caller, accountsInUndo(steps));
    const sees = await sightFor(caller, othersIn(proposal, lines));
    return presentUndo(proposal, lines, steps, { faces, sees });
  }

  async function sightFor(caller: PersonCaller, others: readonly IssueId[]): Promise<Sees> {
    try {
      const visible = await deps.permissions.visible(caller, caller.actor.accountId, others);
      return (issue) => visible.has(issue);
    } catch (fault) {
      // A decision that counted must not be answered with a fault; what nobody can vouch for stays hidden.
      if (fault instanceof ProductFault) return () => false;
      throw fault;
    }
  }

  async function mayLook(caller: PersonCaller, issue: IssueId): Promise<boolean> {
    return (await deps.permissions.visible(caller, caller.actor.accountId, [issue])).has(issue);
  }

  /** Whether this person sees the project: what stands beside no issue is theirs to see then. */
  async function mayLookInto(caller: PersonCaller, projectId: string): Promise<boolean> {
    const on = { issue: null, projectId };
    const granted = await deps.permissions.granted(caller, caller.actor.accountId, on, ["BROWSE_PROJECTS"]);
    return granted.has("BROWSE_PROJECTS");
  }

  /** Of these issues, those that Jira shows this person now. */
  async function whichVisible(
    caller: PersonCaller,
    issues: readonly IssueId[],
  ): Promise<ReadonlySet<IssueId>> {
    return issues.length === 0 ? new Set() : deps.permissions.visible(caller, caller.actor.accountId, issues);
  }

  return {
    viewPanel,
    presentOne,
    presentMany: presentAll,
    presentWayBack,
    mayLook,
    mayLookInto,
    whichVisible,
  };
}

/** Nobody asked for a look of our own accord, so nobody is told that it found nothing. */
const isWorthTelling = ({ state, text, requestedBy }: StoredRequest): boolean =>
  state !== "proposed" && !(state === "nothing" && text === null && requestedBy === null);

/** Names that cannot be looked up now are no reason to hide a proposal. */
async function facesOf(
  facts: Pick<FactsSource, "people">,
  caller: PersonCaller,
  accounts: readonly AccountId[],
): Promise<Faces> {
  const wanted = [...new Set(accounts)];
  const found = wanted.length === 0 ? [] : await peopleIfAny(facts, caller, wanted);
  // One by one: what else Jira says of a person is not for whoever looks at a proposal.
  const byId = new Map<AccountId, PersonView>(
    found.map(({ accountId, name, avatarUrl }) => [accountId, { accountId, name, avatarUrl }]),
  );
  return (accountId) => byId.get(accountId) ?? { accountId, name: "Someone", avatarUrl: null };
}

async function peopleIfAny(
  facts: Pick<FactsSource, "people">,
  caller: PersonCaller,
  accounts: readonly AccountId[],
) {
  try {
    return await facts.people(caller, accounts);
  } catch (fault) {
    if (fault instanceof ProductFault) return [];
    throw fault;
  }
}

/** What somebody typed is shown back to them alone; others read it where a proposal quotes it. */
export function presentRequest(request: StoredRequest, viewer: PersonCaller): RequestView {
  const { id, state, text, createdAt, said, origin, requestedBy, waitsFor, nextTryAt } = request;
  const typed = origin === "sentence" || origin === "answer";
  const own = requestedBy === viewer.actor.accountId;
  return {
    id,
    state: state === "nothing" || state === "failed" || state === "held" ? state : "working",
    // What a webhook carried is the issue's own text.
    text: typed && own ? text : null,
    at: createdAt.toISOString(),
    // The answer may repeat the words.
    said:
      said !== null && typed && !own && state !== "held"
        ? "Nothing came of what somebody else asked here."
        : said,
    waiting:
      waitsFor === null || nextTryAt === null
        ? null
        : { reason: waitsFor, nextTryAt: nextTryAt.toISOString() },
  };
}

import type { DecisionRefusal, ProposalView } from "../../../contract/index.ts";

const STATUS: Readonly<Partial<Record<DecisionRefusal, number>>> = {
  "not-permitted": 403,
  unlicensed: 403,
  "no-such-step": 400,
  blocked: 403,
  "not-approver": 403,
  stopped: 403,
  "invalid-edit": 400,
};

/** 409 for everything that another look at the proposal explains. */
export const statusOf = (code: DecisionRefusal): number => STATUS[code] ?? 409;

/** Pure: a sentence for the person whose decision did not count. No blame, and what is so now. */
export function sayRefusal(code: DecisionRefusal, view: ProposalView, words: string | undefined): string {
  if (words !== undefined) return words;
  switch (code) {
    case "already-decided":
      return sayWho(view);
    case "expired":
      return "This proposal has expired. Nothing was changed.";
    case "stale":
      return "The issue changed since this was proposed. Nothing was done; look again first.";
    case "plan-changed":
      return "The proposal was edited after you opened it. Please look at it again.";
    case "not-permitted":
      return "Jira does not let you do this here.";
    case "no-such-step":
      return "Choose at least one of the steps shown.";
    case "blocked":
      return "The policy of this site does not allow one of these steps.";
    case "not-approver":
      return "The policy of this site leaves this to others.";
    case "stopped":
      return "An administrator stopped TicketSmith on this site. Nothing is lost.";
    case "needs-another":
      return "This takes a second person: you have said yes already.";
    case "unlicensed":
      return "TicketSmith has no licence on this site, so nothing can be decided. Nothing is lost.";
    case "invalid-edit":
      return "Jira does not take this value.";
    case "nothing-to-undo":
      return "There is nothing left to undo.";
    case "undo-changed":
      return "The issue changed while you were looking. Please check the undo again.";
    case "conflict":
      return "This cannot be undone as things stand now.";
    case "not-failed":
      return "This is not waiting for another try any more.";
    case "not-unsure":
      return "Somebody has answered this already.";
  }
}

function sayWho(view: ProposalView): string {
  if (view.decidedByPolicy !== null) return "The policy of this site let this through before you.";
  const who = view.decidedBy?.name ?? "Somebody";
  const did = view.status === "rejected" ? "rejected" : "approved";
  return `${who} ${did} this before you.`;
}

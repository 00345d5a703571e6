import { ProductFault } from "../kit/index.ts";
import { placeOfPlan } from "../planning/index.ts";
import type { Caller, PersonCaller } from "../tenants/index.ts";
import { mayDecide } from "./may-decide.ts";
import type { WayBack } from "./policy-ports.ts";
import type { LicenceReader, Permissions, StoredRequest } from "./ports.ts";
import type { Thought } from "./think.ts";

export type LoneGateDeps = {
  permissions: Permissions;
  licence: LicenceReader;
  /** Whether the site has Jira changed as the app at all. */
  mayActAsApp: (caller: Caller) => Promise<boolean>;
  wayBack: WayBack;
};

export type WhyNotAlone = (
  caller: Caller,
  request: Pick<StoredRequest, "requestedBy" | "text">,
  thought: Thought,
) => Promise<string | undefined>;

/**
 * What has to be looked up before something goes through without a person, once the policy lets it: a sentence where it
 * does not. What cannot be looked up waits for a person too.
 */
export function createLoneGate({ permissions, licence, mayActAsApp, wayBack }: LoneGateDeps): WhyNotAlone {
  return async function whyNotAlone(caller, request, thought) {
    try {
      return await findObjection(caller, request, thought);
    } catch (fault) {
      if (fault instanceof ProductFault) return `${fault.said} So a person decides.`;
      throw fault;
    }
  };

  async function findObjection(
    caller: Caller,
    { requestedBy, text }: Pick<StoredRequest, "requestedBy" | "text">,
    thought: Thought,
  ): Promise<string | undefined> {
    if ((await licence(caller)) === "unlicensed") return "TicketSmith has no licence on this site.";
    if (!(await mayActAsApp(caller))) return "This site has Jira changed as people only.";
    if (text !== null) {
      // The app may do more than most people: an order must not do what its giver could not.
      if (requestedBy === null) return "Nobody knows who asked for this.";
      const asker: PersonCaller = { ...caller, actor: { kind: "person", accountId: requestedBy } };
      const allowed = await mayDecide(permissions, asker, thought, thought.plan.steps);
      if (!allowed.ok) return "Jira does not let the person who asked do this themselves.";
    }
    return (await canBeUndone(caller, thought)) ? undefined : "Jira shows no way back from this move.";
  }

  async function canBeUndone(caller: Caller, { plan }: Thought): Promise<boolean> {
    const { project, issueType } = placeOfPlan(plan);
    for (const { action } of plan.steps)
      if (
        action.type === "transition" &&
        (issueType === null || !(await wayBack(caller, { ...action, project, issueType })))
      )
        return false;
    return true;
  }
}

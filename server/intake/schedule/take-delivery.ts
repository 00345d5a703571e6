import { assertNever, type Clock } from "../../kit/index.ts";
import type { LedgerStore } from "../../execution/index.ts";
import {
  firstLookKey,
  webhookDedupeKey,
  type createRequestTaker,
  type Delivery,
  type ProposalStore,
} from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import { readDelivery, type Meaning } from "./read-delivery.ts";

export type DeliveryTakerDeps = {
  requests: Pick<ReturnType<typeof createRequestTaker>, "take">;
  proposals: (caller: Caller) => Pick<ProposalStore, "follow">;
  ledger: (caller: Caller) => Pick<LedgerStore, "noteEcho">;
  clock: Clock;
};

/** Runs inside the transaction that notes the delivery as handled: it writes, and asks nobody outside. */
export function createDeliveryTaker(deps: DeliveryTakerDeps) {
  return async function takeDelivery(caller: Caller, delivery: Delivery): Promise<void> {
    for (const meaning of readDelivery(delivery)) await act(caller, delivery.identifier, meaning);
  };

  async function act(caller: Caller, identifier: string, meaning: Meaning): Promise<void> {
    switch (meaning.kind) {
      case "echo":
        return deps.ledger(caller).noteEcho(meaning.mark, deps.clock.now());
      case "check":
        return deps.proposals(caller).follow([{ do: "check-issue", issue: meaning.issue }]);
      case "think":
        await deps.requests.take(caller, {
          issue: meaning.issue,
          origin: "webhook",
          text: null,
          commentId: null,
          requestedBy: null,
          replaces: null,
          dedupeKey:
            meaning.about === "created" ? firstLookKey(meaning.issue.id) : webhookDedupeKey(identifier),
        });
        return;
      case "instruction":
        await deps.requests.take(caller, {
          issue: meaning.issue,
          origin: "webhook",
          text: meaning.text,
          commentId: meaning.commentId,
          requestedBy: meaning.by,
          replaces: null,
          dedupeKey: `comment:${meaning.commentId}`,
        });
        return;
      default:
        assertNever(meaning);
    }
  }
}

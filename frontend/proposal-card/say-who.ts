import type { AccountId, PersonView } from "../../server/contract/index.ts";

/** "you", a name, or TicketSmith itself when nobody decided. */
export function sayWho(person: PersonView | null, viewer: AccountId): string {
  if (person === null) return "TicketSmith";
  return person.accountId === viewer ? "you" : person.name;
}

import type { AccountId } from "../../contract/index.ts";

/** Looks a name up at the moment of saying it. */
export type NameOf = (account: AccountId) => string;

import type { TokenRefusal } from "../../platform/index.ts";

export type Message = { status: number; title: string; said: string };

const RELOAD: Message = {
  status: 401,
  title: "This page has expired",
  said: "Reload the issue in Jira to open TicketSmith again.",
};
const SETTING_UP: Message = {
  status: 503,
  title: "TicketSmith is being set up",
  said: "Your site has just installed TicketSmith. Reload the issue in a moment.",
};
const SWITCHED_OFF: Message = {
  status: 403,
  title: "TicketSmith is switched off",
  said: "An administrator of this site has disabled or removed TicketSmith.",
};
const NOT_BUILT: Message = {
  status: 503,
  title: "TicketSmith is not complete",
  said: "Its pages have not been built yet. Run npm start, which builds them.",
};

/** Pure: what a person reads in place of the panel. It says nothing that helps to forge a token. */
export function sayWhyNot(reason: TokenRefusal | "not-built"): Message {
  if (reason === "not-verified") return SETTING_UP;
  if (reason === "not-enabled") return SWITCHED_OFF;
  return reason === "not-built" ? NOT_BUILT : RELOAD;
}

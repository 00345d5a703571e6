import type { Facts, PlanningRequest } from "../facts.ts";
import type { Sources } from "./check-words.ts";
import type { Scope } from "./read-scope.ts";

/** What is asked about each step: the facts, what was asked for, and whose words are whose. */
export type ScopeContext = { facts: Facts; request: PlanningRequest; scope: Scope; sources: Sources };

export const NOBODY_ASKED = "Left out a step that nobody asked for.";

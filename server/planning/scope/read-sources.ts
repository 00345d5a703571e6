import type { Facts, PlanningRequest } from "../facts.ts";
import { sourceTexts } from "../source-texts.ts";
import { foldText } from "../text/read-words.ts";
import type { Sources } from "./check-words.ts";
import type { Scope } from "./read-scope.ts";

/** Something to write that stands in the request: behind a colon, in quotes, or behind "that". */
const DICTATES = /[:"“„«「]|\b(?:that|saying|dass|que)\b/u;

/** Whose words are whose: the request and what Jira calls things on one side, everything people wrote on the other. */
export function readSources(facts: Facts, request: PlanningRequest, scope: Scope): Sources {
  const own = new Set(sourceTexts(facts, request).filter((one) => one.instructs));
  const untrusted = sourceTexts(facts, request)
    .filter((one) => !one.instructs && !own.has(one))
    .map((one) => one.text)
    .join("\n");
  const names = [facts.issue?.ref.key ?? "", facts.project.key, facts.project.name];
  const given = [request.text ?? "", ...names].join("\n");
  return {
    given,
    trusted: foldText(given),
    untrusted: foldText(untrusted),
    derives: scope.says("derives"),
    verbatim: scope.says("quotes"),
    dictated: DICTATES.test(scope.words.said),
  };
}

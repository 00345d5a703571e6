import { relationTokens } from "../name-tokens.ts";
import { likeIssue, type Signal } from "./signal.ts";

const ALIKE = 0.5;
const VERY_ALIKE = 0.8;

/** The older issue that says the same, if one stands out. Only one: a list of maybes helps nobody. */
export const findDuplicates: Signal = ({ facts, ranked }) => {
  const { issue } = facts;
  const relation = [...relationTokens(facts.linkTypes)].find(
    ([, { linkType, direction }]) => /duplicat|duplikat/iu.test(linkType.name) && direction === "outward",
  )?.[0];
  if (
    relation === undefined ||
    issue.links.some((link) =>
      facts.linkTypes.some((type) => type.id === link.linkTypeId && /duplicat|duplikat/iu.test(type.name)),
    )
  )
    return [];
  const best = ranked.find(
    (one) =>
      one.issue.created < issue.created && !issue.links.some((link) => link.other.id === one.issue.ref.id),
  );
  if (best === undefined || best.score < ALIKE || best.shared.length < 2) return [];
  const sure = 0.64 + 0.26 * Math.min(1, (best.score - ALIKE) / (VERY_ALIKE - ALIKE));
  const because = [
    likeIssue(
      "link",
      best.issue.ref.key,
      `Says much the same: ${Math.round(best.score * 100)} % alike in words`,
    ),
  ];
  return [
    {
      type: "link",
      relation,
      issueKey: best.issue.ref.key,
      confidence: Math.round(sure * 100) / 100,
      because,
    },
  ];
};

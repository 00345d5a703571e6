import type { NamedOption } from "../contract/index.ts";
import { foldText } from "./text/read-words.ts";

/** 1 is the most urgent of five. Sites name their priorities in a few well-known ways. */
export type PriorityRank = 1 | 2 | 3 | 4 | 5;

const NAMES: readonly (readonly [PriorityRank, RegExp])[] = [
  [1, /^(?:highest|very high|urgent|blocker|p1|sehr hoch|hochste|dringend|asap|sev ?1)$/],
  [2, /^(?:high|critical|important|p2|hoch|kritisch|wichtig|sev ?2)$/],
  [3, /^(?:medium|normal|major|default|p3|mittel|sev ?3)$/],
  [4, /^(?:low|minor|p4|niedrig|gering|sev ?4)$/],
  [5, /^(?:lowest|very low|trivial|p5|sehr niedrig|niedrigste|unwichtig)$/],
];

export function rankOf(name: string): PriorityRank | undefined {
  const folded = foldText(name).trim();
  return NAMES.find(([, pattern]) => pattern.test(folded))?.[0];
}

/** The site's own priority of that rank; at either end the nearest there is. Undefined when its names say nothing to us. */
export function priorityOfRank(rank: PriorityRank, options: readonly NamedOption[]): NamedOption | undefined {
  const ranked = options
    .flatMap((option) => {
      const own = rankOf(option.name);
      return own === undefined ? [] : [{ option, own }];
    })
    .toSorted((a, b) => a.own - b.own);
  const exact = ranked.find((one) => one.own === rank);
  if (exact !== undefined) return exact.option;
  if (rank === 1) return ranked[0]?.own === 2 ? ranked[0].option : undefined;
  return rank === 5 && ranked.at(-1)?.own === 4 ? ranked.at(-1)?.option : undefined;
}

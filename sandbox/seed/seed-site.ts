import { must } from "../look-up.ts";
import { nextId } from "../site-core.ts";
import type { SiteState, TenantName } from "../state.ts";
import { acme } from "./acme/acme.ts";
import type { Blueprint } from "./blueprint.ts";
import { globex } from "./globex/globex.ts";
import { growIssues } from "./grow-issues.ts";
import { createRandom } from "./random.ts";

const BLUEPRINTS: Record<TenantName, Blueprint> = { acme, globex };

function issueId(state: SiteState, key: string): string {
  return must(
    state.issues.find((one) => one.key === key),
    `issue ${key}`,
  ).id;
}

/** A site with a past: the same people, issues and words each time, with dates that end now. */
export function seedSite(name: TenantName, now: Date): SiteState {
  const blueprint = BLUEPRINTS[name];
  const state = blueprint.base(now);
  const growing = { state, random: createRandom(blueprint.seed), now };
  for (const plan of blueprint.plans) growIssues(growing, plan);
  for (const [from, typeName, to] of blueprint.links) {
    const type = must(
      state.linkTypes.find((one) => one.name === typeName),
      `link type ${typeName}`,
    );
    state.links.push({
      id: nextId(state),
      typeId: type.id,
      sourceId: issueId(state, from),
      targetId: issueId(state, to),
    });
  }
  blueprint.finish?.(state, now);
  return state;
}

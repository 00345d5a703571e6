import { isDeepStrictEqual } from "node:util";
import type { Issue, IssueLink, Page, SiteState, Space } from "./state.ts";

/** What people write, as it was at one moment. Who may see it is always decided by the present. */
type Snapshot = { at: number; issues: Issue[]; links: IssueLink[]; spaces: Space[]; pages: Page[] };

export type Past = {
  /** Begins to remember, from this moment on; what was before looks like this moment. */
  begin(): void;
  end(): void;
  /** Called after each change. */
  note(): void;
  /** The site as it was `ms` ago, as far back as is remembered. */
  at(ms: number): SiteState;
};

const KEPT_MS = 60_000;
const MOST = 2_000;

/** A copy that shares what has not changed with the copy before, so that a minute of history costs little. */
function copy<T>(now: T[], before: T[] | undefined): T[] {
  const items = now.map((item, at) => {
    const old = before?.[at];
    return old !== undefined && isDeepStrictEqual(old, item) ? old : structuredClone(item);
  });
  const same = before?.length === items.length && items.every((item, at) => item === before[at]);
  return same ? before : items;
}

/** Remembers a site's last minute for reads that are meant to be stale. It costs nothing until it begins. */
export function createPast(state: () => SiteState, now: () => Date): Past {
  let snapshots: Snapshot[] = [];
  let wanted = false;
  const take = () => {
    const { issues, links, spaces, pages } = state();
    const last = snapshots.at(-1);
    const taken: Snapshot = {
      at: now().getTime(),
      issues: copy(issues, last?.issues),
      links: copy(links, last?.links),
      spaces: copy(spaces, last?.spaces),
      pages: copy(pages, last?.pages),
    };
    const changed =
      taken.issues !== last?.issues ||
      taken.links !== last.links ||
      taken.spaces !== last.spaces ||
      taken.pages !== last.pages;
    if (!changed) return;
    // Of what is older than a minute the newest stays: it is how the site looked a minute ago.
    const from = snapshots.findLastIndex((one) => one.at <= taken.at - KEPT_MS);
    snapshots = [...snapshots.slice(Math.max(0, from)), taken].slice(-MOST);
  };
  return {
    begin() {
      if (wanted) return;
      wanted = true;
      snapshots = [];
      take();
    },
    end() {
      wanted = false;
    },
    note() {
      // Not dropped earlier: the read that uses a fault up is still to be answered.
      if (wanted) take();
      else snapshots = [];
    },
    at(ms) {
      const moment = now().getTime() - ms;
      const found = snapshots.findLast((one) => one.at <= moment) ?? snapshots[0];
      if (found === undefined) return state();
      const { at: _, ...written } = found;
      return { ...state(), ...written };
    },
  };
}

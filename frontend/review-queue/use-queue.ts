import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from "react";
import type { ProposalId } from "../../server/contract/index.ts";
import type { QueueTab, QueueWanted, StreamState } from "../api/index.ts";
import { itemsOf, keyOfGroup, rowsAmong, type Group } from "./items.ts";
import type { Filters } from "./queue-filters.tsx";
import { ofGroup, type QueueSource } from "./queue-source.ts";

const NO_FILTERS: Filters = { project: "", action: "", search: "" };
const NO_GROUPS: readonly Group[] = [];

export const isFiltered = (filters: Filters): boolean => Object.values(filters).some((value) => value !== "");

type Side = { kind: "one"; id: ProposalId } | { kind: "last-look"; wanted: QueueWanted } | null;

export type Queue = ReturnType<typeof useQueue>;

/** Where a person is in the queue: which tab, what of it, which group is open, which proposal is before them. */
export function useQueue(source: QueueSource) {
  const [tab, setTab] = useState<QueueTab>("waiting");
  const [filters, setFilters] = useState(NO_FILTERS);
  /** null: none is open; undefined: the first is. */
  const [opened, setOpened] = useState<Group | null | undefined>(undefined);
  /** What is at the side: one proposal, or a last look at a whole group. */
  const [side, setSide] = useState<Side>(null);
  const selected = side?.kind === "one" ? side.id : null;
  const choose = useCallback(
    (id: ProposalId | null) => setSide(id === null ? null : { kind: "one", id }),
    [],
  );
  const [stream, setStream] = useState<StreamState>("connecting");
  useEffect(() => source.follow(setStream), [source]);

  const search = useDeferredValue(filters.search);
  const wanted = useMemo((): QueueWanted => ({ ...filters, search, tab }), [filters, search, tab]);
  const overview = useQuery(source.overview(wanted));
  // What is on the page belongs together, also while something else is being read.
  const shown = overview.data?.wanted ?? wanted;
  const groups = overview.data?.queue.groups ?? NO_GROUPS;
  const isGrouped = shown.tab === "waiting";
  const open = !isGrouped ? undefined : opened === undefined ? groups[0] : (opened ?? undefined);
  const pages = useInfiniteQuery({
    ...source.rows(ofGroup(shown, open)),
    enabled: overview.data !== undefined && (!isGrouped || open !== undefined),
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const items = useMemo(
    () => itemsOf(isGrouped ? groups : null, open, data?.pages ?? [], hasNextPage),
    [isGrouped, groups, open, data, hasNextPage],
  );
  const rows = useMemo(() => rowsAmong(items), [items]);
  const readMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const narrow = (next: Filters) => {
    setFilters(next);
    setOpened(undefined);
  };
  return {
    ...{ tab, filters, selected, choose, stream, items, rows, readMore, narrow },
    ...{ queue: overview.data?.queue, problem: overview.error },
    isReading: overview.isFetching || pages.isFetching,
    lastLook: side?.kind === "last-look" ? side.wanted : null,
    lookAtAll: (group: Group) => setSide({ kind: "last-look", wanted: ofGroup(shown, group) }),
    open: open === undefined ? null : keyOfGroup(open),
    toggle: (group: Group) =>
      setOpened(open !== undefined && keyOfGroup(group) === keyOfGroup(open) ? null : group),
    goTo: (next: QueueTab) => {
      setTab(next);
      setOpened(undefined);
      choose(null);
    },
    clear: () => narrow(NO_FILTERS),
  };
}

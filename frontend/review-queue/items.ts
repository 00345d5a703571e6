import type { QueueRow, QueueRows, QueueView } from "../../server/contract/index.ts";

export type Group = QueueView["groups"][number];
/** One line of the list. `more` stands where the next page will be. */
export type Item = { kind: "group"; group: Group } | { kind: "row"; row: QueueRow } | { kind: "more" };

export const keyOfGroup = ({ headline, sure }: Group): string => `${sure} ${headline}`;

/** Groups with the rows of the one that is open below it; without groups, all rows. */
export function itemsOf(
  groups: readonly Group[] | null,
  open: Group | undefined,
  pages: readonly QueueRows[],
  hasMore: boolean,
): Item[] {
  const rows: Item[] = [
    ...pages.flatMap((page) => page.rows.map((row): Item => ({ kind: "row", row }))),
    ...(hasMore ? [{ kind: "more" } as const] : []),
  ];
  if (groups === null) return rows;
  return groups.flatMap((group): Item[] => [
    { kind: "group", group },
    ...(open !== undefined && keyOfGroup(group) === keyOfGroup(open) ? rows : []),
  ]);
}

export const rowsAmong = (items: readonly Item[]): QueueRow[] =>
  items.flatMap((item) => (item.kind === "row" ? [item.row] : []));

export const keyOfItem = (item: Item): string =>
  item.kind === "group" ? keyOfGroup(item.group) : item.kind === "row" ? item.row.id : "more";

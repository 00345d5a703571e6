import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { ProposalId } from "../../server/contract/index.ts";
import { keyOfGroup, keyOfItem, type Group, type Item } from "./items.ts";
import { GroupLine, MoreLine, RowLine } from "./queue-lines.tsx";

const LINE_PX = 44;

type Props = {
  items: readonly Item[];
  selected: ProposalId | null;
  /** Key of the group that is open. */
  open: string | null;
  onSelect: (id: ProposalId) => void;
  onOpen: (group: Group) => void;
  /** Absent where nothing can be decided. */
  onApproveAll: ((group: Group) => void) | undefined;
  onEnd: () => void;
};

/** Thousands of lines, of which only those in sight are drawn. */
export function QueueList({ items, selected, open, onSelect, onOpen, onApproveAll, onEnd }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 12,
    getItemKey: (index) => keyOfItem(items[index] ?? { kind: "more" }),
  });
  const drawn = lines.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  const nearEnd = items.slice(0, last + 1).some(({ kind }) => kind === "more");
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, last, onEnd]);
  const at = items.findIndex((item) => item.kind === "row" && item.row.id === selected);
  useEffect(() => {
    if (at !== -1) lines.scrollToIndex(at, { align: "auto" });
  }, [at, lines]);

  return (
    <div className="ts-queue-scroller" ref={scroller}>
      <ul className="ts-queue-lines" style={{ height: lines.getTotalSize() }}>
        {drawn.map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <li
              key={key}
              className="ts-queue-line"
              style={{ transform: `translateY(${start}px)`, height: LINE_PX }}
              aria-setsize={items.length}
              aria-posinset={index + 1}
            >
              {item.kind === "group" ? (
                <GroupLine
                  group={item.group}
                  open={keyOfGroup(item.group) === open}
                  onOpen={onOpen}
                  onApproveAll={onApproveAll}
                />
              ) : item.kind === "row" ? (
                <RowLine row={item.row} selected={item.row.id === selected} onSelect={onSelect} />
              ) : (
                <MoreLine />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

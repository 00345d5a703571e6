import type { ProposalId, QueueRow } from "../../server/contract/index.ts";
import { Lozenge, Moment, type LozengeTone } from "../look/index.ts";
import { sayConfidence } from "../proposal-card/index.ts";
import type { Group } from "./items.ts";

/** A group by what it does and how sure TicketSmith is of it. */
export function GroupLine({
  group,
  open,
  onOpen,
  onApproveAll,
}: {
  group: Group;
  open: boolean;
  onOpen: (group: Group) => void;
  onApproveAll: ((group: Group) => void) | undefined;
}) {
  return (
    <div className="ts-queue-group-line">
      <button type="button" className="ts-queue-group" aria-expanded={open} onClick={() => onOpen(group)}>
        <span className="ts-queue-chevron" aria-hidden="true">
          {open ? "▾" : "▸"}
        </span>
        <span className="ts-queue-headline">{group.headline}</span>
        <span className="ts-queue-count">{group.count}</span>
        <span className="ts-small">{sayConfidence(group.sure).word}</span>
      </button>
      {onApproveAll === undefined || group.sure === 0 || group.count < 2 ? null : (
        <button type="button" className="ts-link ts-queue-all" onClick={() => onApproveAll(group)}>
          Approve {group.count}…
        </button>
      )}
    </div>
  );
}

/** One proposal: where, what, how sure, since when. */
export function RowLine({
  row,
  selected,
  onSelect,
}: {
  row: QueueRow;
  selected: boolean;
  onSelect: (id: ProposalId) => void;
}) {
  const told = TOLD[row.status];
  return (
    <button
      type="button"
      className="ts-queue-row"
      aria-current={selected ? "true" : undefined}
      onClick={() => onSelect(row.id)}
    >
      <span className="ts-queue-key">{row.issue?.key ?? row.project}</span>
      <span className="ts-queue-summary">{row.issue?.summary ?? "New issue"}</span>
      {/* Its group says it already. */}
      <span className="ts-queue-what">{row.summary === row.headline ? "" : row.summary}</span>
      <span className="ts-queue-told">
        {told === undefined ? null : <Lozenge tone={told[1]}>{told[0]}</Lozenge>}
      </span>
      <span className="ts-queue-sure ts-small" title={sayConfidence(row.confidence).word}>
        {row.asks ? "?" : sayConfidence(row.confidence).exact}
      </span>
      <span className="ts-queue-when ts-small">
        <Moment at={row.finishedAt ?? row.createdAt} />
      </span>
    </button>
  );
}

/** States that the list they are in does not say. */
const TOLD: Readonly<Partial<Record<QueueRow["status"], readonly [words: string, tone: LozengeTone]>>> = {
  stale: ["Out of date", "warning"],
  approved: ["At work", "progress"],
  executing: ["At work", "progress"],
  failed: ["Failed", "danger"],
  done: ["Done", "success"],
  undone: ["Undone", "neutral"],
  rejected: ["Rejected", "neutral"],
  expired: ["Expired", "neutral"],
};

export const MoreLine = () => <span className="ts-queue-more ts-small">Loading more …</span>;

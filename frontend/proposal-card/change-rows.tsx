import type { ChangeRow, ValueView } from "../../server/contract/index.ts";
import { Clamp } from "../look/index.ts";
import { Value } from "./value.tsx";

/** One row per field, before → after. */
export function ChangeRows({ rows }: { rows: readonly ChangeRow[] }) {
  if (rows.length === 0) return null;
  return (
    <dl className="ts-rows">
      {rows.map((row) => (
        <div key={row.field} className={isLong(row) ? "ts-row ts-row-long" : "ts-row"}>
          <dt>{row.name}</dt>
          <dd>{isLong(row) ? <LongChange row={row} /> : <ShortChange row={row} />}</dd>
        </div>
      ))}
    </dl>
  );
}

function ShortChange({ row }: { row: ChangeRow }) {
  const nothing = wordForNothing(row);
  return (
    <span className="ts-change">
      {row.from === null ? null : (
        <span className="ts-before">
          <span className="ts-unseen">from </span>
          <Value value={row.from} field={row.field} nothing={nothing} />
        </span>
      )}
      <span className="ts-after">
        {row.from === null ? null : (
          <>
            <span className="ts-arrow" aria-hidden="true">
              →
            </span>
            <span className="ts-unseen"> to </span>
          </>
        )}
        <Value value={row.to} field={row.field} nothing={nothing} />
      </span>
    </span>
  );
}

function LongChange({ row }: { row: ChangeRow }) {
  const added = row.to.kind === "document" && row.to.added;
  const before = row.from === null || row.from.kind === "none" || added ? null : row.from;
  return (
    <>
      {before === null ? null : (
        <div className="ts-quote ts-quote-before">
          <span className="ts-quote-label">Before</span>
          <Clamp>
            <Value value={before} field={row.field} />
          </Clamp>
        </div>
      )}
      <div className="ts-quote">
        {before === null && !added ? null : (
          <span className="ts-quote-label">{added ? "Added at the end" : "After"}</span>
        )}
        <Clamp>
          <Value value={row.to} field={row.field} />
        </Clamp>
      </div>
    </>
  );
}

const LONG_TEXT = 60;

/** Too much for one line: shown before above after, shortened until asked for. */
export function isLong({ from, to }: ChangeRow): boolean {
  const long = (value: ValueView | null) =>
    value?.kind === "document" ||
    (value?.kind === "text" && (value.text.length > LONG_TEXT || value.text.includes("\n")));
  return long(from) || long(to);
}

function wordForNothing({ from, to }: ChangeRow): string {
  return from?.kind === "person" || to.kind === "person" ? "Nobody" : "None";
}

import * as z from "zod";
import { AccountId } from "../contract/index.ts";
import type { LoggedEntry, ReadEntry } from "./ports.ts";

const Stored = z.looseObject({ by: z.string(), words: z.string().optional(), type: z.string() });
const Words = z.object({ words: z.string() });

/** Puts people and words back where they are still known. `valueOf` looks a digest up. */
export function uncoverEntry(
  row: { seq: number; at: Date; entry: unknown },
  valueOf: (digest: string) => string | undefined,
): LoggedEntry {
  const { by, words, ...rest } = Stored.parse(row.entry);
  const entry = { ...rest, by: personOf(by, valueOf), ...wordsOf(words, valueOf) };
  return { seq: row.seq, at: row.at, entry };
}

function personOf(by: string, valueOf: (digest: string) => string | undefined): ReadEntry["by"] {
  if (by === "app") return "app";
  const account = valueOf(by);
  return account === undefined ? "erased" : AccountId.parse(account);
}

function wordsOf(
  digest: string | undefined,
  valueOf: (digest: string) => string | undefined,
): { words?: string } {
  const stored = digest === undefined ? undefined : valueOf(digest);
  return stored === undefined ? {} : { words: Words.parse(JSON.parse(stored)).words };
}

import * as z from "zod";
import { AccountId } from "../contract/index.ts";
import { openPerson, type Opening } from "./cover-people.ts";
import type { Known, LoggedEntry, ReadEntry } from "./ports.ts";

type ValueOf = (digest: string) => string | undefined;

const Stored = z.looseObject({
  by: z.string(),
  for: z.string().optional(),
  words: z.string().optional(),
  type: z.string(),
});
const Words = z.object({ salt: z.string(), words: z.string() });

/** The digests of a stored entry. */
export function digestsIn(entry: unknown): string[] {
  const { by, for: behalf, words } = Stored.parse(entry);
  return [by === "app" ? undefined : by, behalf, words].filter((digest) => digest !== undefined);
}

/** Puts people and words back where they are still known. `valueOf` looks a digest up. */
export function uncoverEntry(row: { seq: number; at: Date; entry: unknown }, valueOf: ValueOf): LoggedEntry {
  const { by, for: behalf, words, ...rest } = Stored.parse(row.entry);
  const stored = words === undefined ? undefined : valueOf(words);
  const entry: ReadEntry = {
    ...rest,
    by: by === "app" ? "app" : personOf(by, valueOf),
    ...(behalf === undefined ? {} : { for: personOf(behalf, valueOf) }),
    ...(stored === undefined ? {} : { words: Words.parse(JSON.parse(stored)).words }),
  };
  return { seq: row.seq, at: row.at, entry };
}

function personOf(digest: string, valueOf: ValueOf): AccountId | "erased" {
  const account = valueOf(digest);
  return account === undefined ? "erased" : AccountId.parse(account);
}

/** What the digests of an entry stand for, with what shows it to somebody who has no key. */
export function openEntry(auditKey: string, stored: unknown, valueOf: ValueOf): Known {
  const { by, for: behalf, words } = Stored.parse(stored);
  const person = (digest: string | undefined): Opening<"account"> | undefined => {
    const account = digest === undefined || digest === "app" ? undefined : valueOf(digest);
    return digest === undefined || account === undefined ? undefined : openPerson(auditKey, digest, account);
  };
  const [one, other] = [person(by), person(behalf)];
  return {
    ...(one === undefined ? {} : { by: one }),
    ...(other === undefined ? {} : { for: other }),
    ...wordsOf(words, valueOf),
  };
}

function wordsOf(digest: string | undefined, valueOf: ValueOf): Pick<Known, "words"> {
  const stored = digest === undefined ? undefined : valueOf(digest);
  if (digest === undefined || stored === undefined) return {};
  const { salt, words } = Words.parse(JSON.parse(stored));
  // The salt of an older digest proves nothing without the key.
  return { words: digest.startsWith("words-2:") ? { words, salt } : { words } };
}

import { createHmac, randomBytes } from "node:crypto";
import type { AuditEntry } from "../contract/index.ts";

/** What a digest stands for, kept apart from the chain and erasable. `about` is the digest of the person behind it. */
export type CoveredValue = { digest: string; about: string | null; value: string };

export type CoveredEntry = { entry: Readonly<Record<string, unknown>>; values: CoveredValue[] };

const keyed = (auditKey: string, text: string) => createHmac("sha256", auditKey).update(text).digest("hex");

/** The same person always has the same digest within a tenant, and another one in every other tenant. */
export const digestPerson = (auditKey: string, account: string) =>
  `person:${keyed(auditKey, `person\n${account}`)}`;

/** Salted, so that once the words are erased nobody can try out what they may have been. */
function digestWords(auditKey: string, words: string): { digest: string; salt: string } {
  const salt = randomBytes(16).toString("hex");
  return { digest: `words:${keyed(auditKey, `words\n${salt}\n${words}`)}`, salt };
}

/** Puts digests in the place of people and free words; the rest of an entry names neither. */
export function coverPeople(auditKey: string, { by, words, ...rest }: AuditEntry): CoveredEntry {
  const values: CoveredValue[] = [];
  const person = by === "app" ? "app" : digestPerson(auditKey, by);
  if (by !== "app") values.push({ digest: person, about: person, value: by });
  if (words === undefined) return { entry: { ...rest, by: person }, values };

  const { digest, salt } = digestWords(auditKey, words);
  values.push({ digest, about: by === "app" ? null : person, value: JSON.stringify({ salt, words }) });
  return { entry: { ...rest, by: person, words: digest }, values };
}

import { createHash, createHmac, randomBytes } from "node:crypto";
import type { AuditEntry } from "../contract/index.ts";
import { maskValue } from "./mask-value.ts";

/** What a digest stands for, kept apart from the chain and erasable. `about` is the digest of the person behind it. */
export type CoveredValue = { digest: string; about: string | null; value: string };

export type CoveredEntry = { entry: Readonly<Record<string, unknown>>; values: CoveredValue[] };

/** What shows, without any key, that a digest stands for this. It says nothing of any other digest. */
export type Opening<T extends string> = Readonly<Record<T, string>> & { salt?: string };

const PERSON = "person-2:";
const WORDS = "words-2:";

const keyed = (auditKey: string, text: string) => createHmac("sha256", auditKey).update(text).digest("hex");
const hashed = (kind: string, salt: string, text: string) =>
  createHash("sha256").update(`${kind}\n${salt}\n${text}`).digest("hex");

/** From the person and the key: the same one always has the same digest within a tenant, and another in every other. */
const saltOfPerson = (auditKey: string, account: string) => keyed(auditKey, `salt of person\n${account}`);

export const digestPerson = (auditKey: string, account: string): string =>
  `${PERSON}${hashed("person", saltOfPerson(auditKey, account), account)}`;

/** Every digest that may stand for a person: older lines have one that only the key can show to be theirs. */
export const digestsOfPerson = (auditKey: string, account: string): string[] => [
  digestPerson(auditKey, account),
  `person:${keyed(auditKey, `person\n${account}`)}`,
];

/** With the salt, for a reader who has no key; without one for a digest of the older kind. */
export function openPerson(auditKey: string, digest: string, account: string): Opening<"account"> {
  return digest.startsWith(PERSON) ? { account, salt: saltOfPerson(auditKey, account) } : { account };
}

/** Whether the opening is that of the digest. Undefined where it takes the key to tell. */
export function opensPerson(digest: string, { account, salt }: Opening<"account">): boolean | undefined {
  if (digest.startsWith(PERSON))
    return isSalt(salt) && digest === `${PERSON}${hashed("person", salt, account)}`;
  return digest.startsWith("person:") ? undefined : false;
}

/** As `opensPerson`, for free words. */
export function opensWords(digest: string, { words, salt }: Opening<"words">): boolean | undefined {
  if (digest.startsWith(WORDS)) return isSalt(salt) && digest === `${WORDS}${hashed("words", salt, words)}`;
  return digest.startsWith("words:") ? undefined : false;
}

/** Of one form, so that no other division of salt and text gives the same digest. */
const isSalt = (salt: string | undefined): salt is string =>
  salt !== undefined && /^[0-9a-f]{32,64}$/.test(salt);

/** Puts digests in the place of people and free words, and shapes in the place of what went to Jira and came back. */
export function coverPeople(auditKey: string, entry: AuditEntry): CoveredEntry {
  const values: CoveredValue[] = [];
  const personOf = (account: string) => {
    const digest = digestPerson(auditKey, account);
    if (!values.some((value) => value.digest === digest))
      values.push({ digest, about: digest, value: account });
    return digest;
  };
  const { by, for: behalf, words, ...rest } = maskedJira(auditKey, entry);
  const person = by === "app" ? undefined : personOf(by);
  const other = behalf === undefined ? undefined : personOf(behalf);
  const covered = { ...rest, by: person ?? "app", ...(other === undefined ? {} : { for: other }) };
  if (words === undefined) return { entry: covered, values };

  // Salted at random, so that once the words are erased nobody can try out what they may have been.
  const salt = randomBytes(16).toString("hex");
  const digest = `${WORDS}${hashed("words", salt, words)}`;
  values.push({ digest, about: person ?? other ?? null, value: JSON.stringify({ salt, words }) });
  return { entry: { ...covered, words: digest }, values };
}

function maskedJira(auditKey: string, entry: AuditEntry): AuditEntry {
  const mask = (value: unknown) => maskValue(value, (account) => digestPerson(auditKey, account));
  return {
    ...entry,
    ...("sent" in entry && entry.sent !== undefined
      ? { sent: entry.sent.map(({ body, ...call }) => ({ ...call, body: mask(body) })) }
      : {}),
    ...("readBack" in entry && entry.readBack !== undefined ? { readBack: mask(entry.readBack) } : {}),
  };
}

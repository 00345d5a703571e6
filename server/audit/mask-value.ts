/** Where these stand, a text is an account. */
const PEOPLE = new Set(["accountId", "accountIds", "assignee", "reporter"]);
/** Where these stand, a text of this form is an id of Jira's, or a word of ours, and says nothing of anybody. */
const DIGITS = /^\d{1,20}$/;
const HARMLESS = new Map([
  ...["id", "linkId", "commentId", "projectId"].map((name): [string, RegExp] => [name, DIGITS]),
  ["key", /^(?:[A-Z][A-Z0-9_]{1,254}-\d{1,19}|ticketsmith-mark(?:-[0-9a-f-]{36})?)$/],
  ["kind", /^[a-z]{1,20}(?:-[a-z]{1,20})?$/],
]);
const NAME = /^[A-Za-z][\w.]{0,254}$/;

const MOST_ITEMS = 50;
const DEEPEST = 8;

/**
 * The shape of what went to Jira or came back: which fields, which ids, which people (by digest), and of everything
 * else only what kind of thing stood there. What is kept for ever must not hold a text.
 */
export function maskValue(value: unknown, digestOf: (account: string) => string): unknown {
  return mask(value, "", 0);

  function mask(part: unknown, name: string, depth: number): unknown {
    if (part === null || part === undefined) return null;
    if (typeof part === "boolean") return part;
    if (typeof part === "string") return maskText(part, name);
    if (typeof part !== "object") return `(${typeof part})`;
    if (depth >= DEEPEST || isDocument(part, name)) return sayDocument(part);
    if (Array.isArray(part)) {
      const kept = part.slice(0, MOST_ITEMS).map((item: unknown) => mask(item, name, depth + 1));
      return part.length > kept.length ? [...kept, `(${part.length - kept.length} more)`] : kept;
    }
    const members = Object.entries(part).slice(0, MOST_ITEMS);
    return Object.fromEntries(
      members.map(([key, member]) => [NAME.test(key) ? key : "(name)", mask(member, key, depth + 1)]),
    );
  }

  function maskText(text: string, name: string): string {
    if (PEOPLE.has(name)) return digestOf(text);
    return HARMLESS.get(name)?.test(text) === true ? text : `(text of ${text.length})`;
  }
}

const isDocument = (part: object, name: string): boolean =>
  name === "blocks" || ("type" in part && part.type === "doc");

const sayDocument = (part: object): string => `(document of ${JSON.stringify(part).length})`;

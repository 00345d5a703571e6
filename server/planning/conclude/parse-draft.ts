import { ok, refuse, type Result } from "../../kit/index.ts";
import { Draft } from "../draft.ts";

/** Strict: JSON alone, without a fence or a word around it, and every key known. Masked values are put back. */
export function parseDraft(
  text: string,
  unmask: (text: string) => string,
): Result<Draft, "not-json" | "not-a-draft"> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const draft = Draft.safeParse(unmaskAll(json.value, unmask));
  return draft.success ? ok(draft.data) : refuse("not-a-draft");
}

function parseJson(text: string): Result<unknown, "not-json"> {
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return refuse("not-json");
  }
}

/** On parsed strings, not on the JSON text: a restored value may hold quotes of its own. */
function unmaskAll(value: unknown, unmask: (text: string) => string): unknown {
  if (typeof value === "string") return unmask(value);
  if (Array.isArray(value)) return value.map((item: unknown) => unmaskAll(item, unmask));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unmaskAll(member, unmask)]));
}

const MOST_FLAWS = 20;

/** What keeps an engine's text from being a draft, in words for the engine. None: it is one. */
export function findFlaws(text: string): string[] {
  const json = parseJson(text);
  if (!json.ok) return ["It is not one JSON object."];
  const draft = Draft.safeParse(json.value);
  const issues = draft.error?.issues ?? [];
  return issues
    .slice(0, MOST_FLAWS)
    .map(({ path, message }) => `${path.join(".") || "The object"}: ${message}`.slice(0, 300));
}

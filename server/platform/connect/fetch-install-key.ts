import { LRUCache } from "lru-cache";
import { ok, refuse, type Result } from "../../kit/index.ts";
import { readBody } from "./read-body.ts";
import { createTurns } from "./take-turns.ts";

/** What a key id may be made of: it becomes part of an address. No dots, so no way up. */
const KID = /^[A-Za-z0-9_-]{1,100}(?:\/[A-Za-z0-9_-]{1,100}){0,3}$/;
const LONGEST_KEY = 8_192;
const TIMEOUT_MS = 2_000;
/** Anybody may name a key in a token, so what it costs to ask for it is bounded. */
const AT_ONCE = 8;
const MOST_WAITING = 64;
const ABSENT_FOR_MS = 30_000;

export type FetchInstallKey = (kid: string) => Promise<Result<string, "no-such-key" | "no-answer">>;

/**
 * The public key (PEM) that Atlassian signs installs with, from `keysUrl`/<kid>. A key never changes under its
 * id, so it is kept, and that there is none for half a minute; a host that did not answer is asked again, and two who
 * want the same key ask once. In a flood of unknown ids the newest question goes first and the oldest is given up, so
 * that an honest one, which comes again, gets its turn.
 */
export function createInstallKeyFetcher({ keysUrl }: { keysUrl: string }): FetchInstallKey {
  const known = new LRUCache<string, string>({ max: 100, ttl: 3_600_000 });
  const absent = new LRUCache<string, true>({ max: 10_000, ttl: ABSENT_FOR_MS });
  const inTurn = createTurns<Awaited<ReturnType<FetchInstallKey>>>(AT_ONCE, MOST_WAITING);
  const asking = new Map<string, ReturnType<FetchInstallKey>>();

  return async function fetchInstallKey(kid) {
    if (!KID.test(kid)) return refuse("no-such-key");
    const key = known.get(kid);
    if (key !== undefined) return ok(key);
    if (absent.has(kid)) return refuse("no-such-key");
    const running =
      asking.get(kid) ??
      inTurn(() => askFor(`${keysUrl}/${kid}`), refuse("no-answer")).finally(() => asking.delete(kid));
    asking.set(kid, running);
    const answer = await running;
    if (answer.ok) known.set(kid, answer.value);
    else if (answer.reason === "no-such-key") absent.set(kid, true);
    return answer;
  };
}

async function askFor(url: string): ReturnType<FetchInstallKey> {
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status >= 500) return refuse("no-answer");
    const text = response.ok ? await readBody(response, LONGEST_KEY) : undefined;
    return text !== undefined && isPublicKey(text) ? ok(text) : refuse("no-such-key");
  } catch {
    return refuse("no-answer");
  }
}

const isPublicKey = (text: string) => /^-----BEGIN (?:RSA )?PUBLIC KEY-----\s/.test(text.trimStart());

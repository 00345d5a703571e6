import { LRUCache } from "lru-cache";
import { ok, refuse, type Result } from "../../kit/index.ts";
import { readBody } from "./read-body.ts";

/** What a key id may be made of: it becomes part of an address. No dots, so no way up. */
const KID = /^[A-Za-z0-9_-]{1,100}(?:\/[A-Za-z0-9_-]{1,100}){0,3}$/;
const LONGEST_KEY = 8_192;
const TIMEOUT_MS = 2_000;

export type FetchInstallKey = (kid: string) => Promise<Result<string, "no-such-key" | "no-answer">>;

/**
 * The public key (PEM) that Atlassian signs installs with, from `keysUrl`/<kid>. A key never changes under its
 * id, so it is kept; what failed is asked for again, and two who want the same key ask once.
 */
export function createInstallKeyFetcher({ keysUrl }: { keysUrl: string }): FetchInstallKey {
  const known = new LRUCache<string, string>({ max: 100, ttl: 3_600_000 });
  const asking = new Map<string, ReturnType<FetchInstallKey>>();

  return async function fetchInstallKey(kid) {
    if (!KID.test(kid)) return refuse("no-such-key");
    const key = known.get(kid);
    if (key !== undefined) return ok(key);
    const running = asking.get(kid) ?? askFor(`${keysUrl}/${kid}`).finally(() => asking.delete(kid));
    asking.set(kid, running);
    const answer = await running;
    if (answer.ok) known.set(kid, answer.value);
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

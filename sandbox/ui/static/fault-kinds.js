const RETRY_SECONDS = 5;
const SLOW_MS = 10_000;
const STALE_MS = 30_000;
const PAGE = "<!doctype html><title>Sorry</title><h1>We are working on it</h1>";

const limit = (reason) => ({ effect: { limit: reason, retryAfterS: RETRY_SECONDS } });
const away = { status: 503, headers: { "Retry-After": String(RETRY_SECONDS) } };
const on = (place, effect) => ({ match: { on: place }, effect });

const KINDS = {
  "429-burst": limit("jira-burst-based"),
  "429-tenant": limit("jira-quota-tenant-based"),
  "429-global": limit("jira-quota-global-based"),
  "429-issue": limit("jira-per-issue-on-write"),
  500: { effect: { status: 500 } },
  503: { effect: away },
  slow: { effect: { delayMs: SLOW_MS } },
  "slow-after": { effect: { delayMs: SLOW_MS, after: true } },
  drop: { effect: { drop: "before" } },
  "drop-after": { effect: { drop: "after" } },
  half: { effect: { half: true } },
  html: { effect: { html: PAGE } },
  "no-effect": { effect: { noEffect: true } },
  stale: { effect: { staleMs: STALE_MS } },
  "stale-search": { match: { pathPattern: "/search" }, effect: { staleMs: STALE_MS } },
  "token-503": on("token", away),
  "token-slow": on("token", { delayMs: SLOW_MS }),
  "token-html": on("token", { html: PAGE }),
  "token-drop": on("token", { drop: "before" }),
  "keys-503": on("keys", away),
  "keys-drop": on("keys", { drop: "before" }),
  "hook-twice": on("webhook", { duplicate: 1 }),
  "hook-late": on("webhook", { delayMs: SLOW_MS }),
  "hook-drop": on("webhook", { drop: "before" }),
  "hook-lost": on("webhook", { drop: "after" }),
};

/** Where a kind strikes: only calls to the products can be told apart by method and path. */
export function placeOf(kind) {
  return KINDS[kind].match?.on ?? "rest";
}

/** What the control API takes for a filled form. Without a number it strikes until it is cleared. */
export function faultFor(form) {
  const { match = {}, effect } = KINDS[form.get("effect")];
  const given = {
    tenant: form.get("tenant"),
    ...(match.on === undefined ? { method: form.get("method"), pathPattern: form.get("path").trim() } : {}),
  };
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const times = Number(form.get("times"));
  return { match: { ...match, ...chosen }, ...(times >= 1 ? { times } : {}), effect };
}

const PLACES = { token: "the token server", keys: "the key host", webhook: "webhooks" };

function effectWords(effect) {
  const seconds = `${(effect.ms ?? 0) / 1000} s`;
  switch (effect.kind) {
    case "answer":
      return String(effect.status);
    case "limit":
      return `429 ${effect.reason}`;
    case "html":
      return "a web page instead of JSON";
    case "half":
      return "half an answer";
    case "drop":
      return effect.after ? "line cut after it is done" : "line cut";
    case "delay":
      return effect.after ? `answered ${seconds} late` : `slow by ${seconds}`;
    case "stale":
      return `as it was ${seconds} ago`;
    case "duplicate":
      return `sent ${effect.copies + 1} times`;
    default:
      return "done in words only";
  }
}

export function faultWords({ match, timesLeft, effect }) {
  const calls =
    match.on === "rest"
      ? [match.product, match.method ?? "all methods", match.pathPattern ?? "all paths"]
      : [PLACES[match.on], match.pathPattern];
  const where = [...calls, match.tenant].filter((one) => one !== undefined).join(", ");
  const what = effectWords(effect);
  const often = timesLeft === null ? "until cleared" : `${timesLeft} more`;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} for ${where}, ${often}`;
}

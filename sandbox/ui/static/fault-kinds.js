const RETRY_SECONDS = "5";

function tooMany(reason) {
  return {
    status: 429,
    headers: { "Retry-After": RETRY_SECONDS, "RateLimit-Reason": reason, "X-RateLimit-Remaining": "0" },
    body: { errorMessages: ["Rate limit exceeded."], errors: {} },
  };
}

const EFFECTS = {
  "429-burst": tooMany("jira-burst-based"),
  "429-tenant": tooMany("jira-quota-tenant-based"),
  "429-global": tooMany("jira-quota-global-based"),
  "429-issue": tooMany("jira-per-issue-on-write"),
  500: { status: 500 },
  503: { status: 503, headers: { "Retry-After": RETRY_SECONDS } },
  slow: { delayMs: 10_000 },
  drop: { drop: true },
  "no-effect": { noEffect: true },
};

/** What the control API takes for a filled form. Without a number it strikes until it is cleared. */
export function faultFor(form) {
  const [method, path, times] = [form.get("method"), form.get("path").trim(), Number(form.get("times"))];
  return {
    match: { ...(method === "" ? {} : { method }), ...(path === "" ? {} : { pathPattern: path }) },
    ...(times >= 1 ? { times } : {}),
    effect: EFFECTS[form.get("effect")],
  };
}

function effectWords(effect) {
  switch (effect.kind) {
    case "answer":
      return `${effect.status} ${effect.headers["RateLimit-Reason"] ?? ""}`.trim();
    case "delay":
      return `slow by ${effect.ms / 1000} s`;
    case "drop":
      return "dropped connection";
    default:
      return "204 without effect";
  }
}

export function faultWords({ match, timesLeft, effect }) {
  const calls = [match.method ?? "all methods", match.pathPattern ?? "all paths", match.tenant ?? ""]
    .filter((one) => one !== "")
    .join(", ");
  return `${effectWords(effect)} for ${calls}, ${timesLeft === null ? "until cleared" : `${timesLeft} more`}`;
}

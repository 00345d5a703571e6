import { createHash } from "node:crypto";
import { forgedTokens, sealToken, type Claims, type Named } from "../builders/hostile-tokens.ts";
import { canonicalHash } from "../fakes/atlassian-host.ts";
import type { Honest } from "./honest.ts";
import type { World } from "./open-world.ts";
import type { Rule } from "./rules.ts";

/** One try at a door. `statuses` are the refusals that are right for it. */
export type Attack = {
  what: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: unknown;
  statuses: readonly number[];
};

/** Every attack that applies to this door. */
export function attacksOn(world: World, honest: Honest): Attack[] {
  const { lock, claims, rule } = honest;
  const seal = (over: Claims, key = lock.key) =>
    sealToken({ alg: lock.alg, ...lock.header }, { ...claims, ...over }, key, lock.alg);
  const tokens: Named[] = [
    ...forgedTokens(lock, claims),
    ...flawedClaims(world, honest).map(([what, over]): Named => [what, seal(over)]),
    ["a token of 9 kB", seal({ long: "x".repeat(9_000) })],
    ["nothing but dots", ".."],
    ["in the name of this site, by another's key", seal({}, lock.otherKey)],
    ["in the name of another site, by this one's key", seal({ iss: world.lockOf("globex").clientKey })],
    ...(rule === "install" ? foreignKids(honest) : []),
  ];
  return [
    ...tokens.flatMap(([what, token]) => carried(honest, what, token)),
    ...(rule === "install" ? [] : carried(honest, ...ofTheUninstalled(world, honest), [401, 403])),
    ...misplaced(honest, seal({})),
    ...(rule === "url-bound" ? otherAddresses(honest, seal({})) : []),
    ...(isOfPerson(rule) ? otherPlaces(world, honest, seal) : []),
    ...(rule === "install" ? otherBodies(honest, seal({})) : []),
  ];
}

const isOfPerson = (rule: Rule): boolean => rule === "context" || rule === "page" || rule === "admin";

const now = () => Math.floor(Date.now() / 1_000);

function flawedClaims(world: World, { rule, claims, method, url }: Honest): [string, Claims][] {
  const path = url.slice(world.basePath.length);
  const flaws: [string, Claims][] = [
    ["expired", { iat: now() - 300, exp: now() - 60 }],
    ["not yet valid", { nbf: now() + 100 }],
    ["made in the future", { iat: now() + 600, exp: now() + 700 }],
    ["of a year", { exp: now() + 31_536_000 }],
    ["ending before it was made", { iat: now() - 5, exp: now() - 6 }],
    ...[undefined, null, "9999999999", [now() + 60], 1e99, -1, now() + 60.5, {}, true].map(
      (exp): [string, Claims] => [`exp ${JSON.stringify(exp)}`, { exp }],
    ),
    ...[undefined, null, "0", 1e99, -1, 0.5].map((iat): [string, Claims] => [
      `iat ${JSON.stringify(iat)}`,
      { iat },
    ]),
    ...[null, "0", 1e99, -1, [0]].map((nbf): [string, Claims] => [`nbf ${JSON.stringify(nbf)}`, { nbf }]),
    ...[
      undefined,
      null,
      "",
      "nobody",
      [claims["iss"]],
      { a: claims["iss"] },
      5,
      "x".repeat(300),
      `${String(claims["iss"])}\0`,
      "' OR 1=1 --",
    ].map((iss): [string, Claims] => [`iss ${JSON.stringify(iss)?.slice(0, 40)}`, { iss }]),
    ...[
      "https://elsewhere.example",
      ["https://elsewhere.example"],
      [],
      [[world.baseUrl]],
      { 0: world.baseUrl },
      null,
      5,
      `${world.baseUrl}/x`,
      Array(50).fill(world.baseUrl),
    ].map((aud): [string, Claims] => [`aud ${JSON.stringify(aud)?.slice(0, 60)}`, { aud }]),
    ...[
      undefined,
      null,
      "",
      [claims["qsh"]],
      "x".repeat(64),
      createHash("sha256").update("").digest("hex"),
    ].map((qsh): [string, Claims] => [`qsh ${JSON.stringify(qsh)?.slice(0, 40)}`, { qsh }]),
    ["the hash of another method", { qsh: canonicalHash(method === "GET" ? "POST" : "GET", path) }],
    ["the hash of another path", { qsh: canonicalHash(method, "/connect/elsewhere") }],
    [
      "the hash of this path with more in its query",
      { qsh: canonicalHash(method, `${path}${path.includes("?") ? "&" : "?"}more=1`) },
    ],
    isOfPerson(rule)
      ? ["the hash of this very address", { qsh: canonicalHash(method, path) }]
      : ["a context token", { qsh: "context-qsh", sub: world.mia }],
    ["a context token in capitals", { qsh: "CONTEXT-QSH" }],
  ];
  if (!isOfPerson(rule)) return flaws;
  return [
    ...flaws,
    ...[undefined, null, "", [world.mia], { id: world.mia }, 5, "x".repeat(200)].map(
      (sub): [string, Claims] => [`sub ${JSON.stringify(sub)?.slice(0, 40)}`, { sub }],
    ),
  ];
}

/** Keys that are not the one that Atlassian signs with, however they are asked for. */
const foreignKids = ({ lock, claims }: Honest): Named[] =>
  [
    "../x",
    "..%2fx",
    "%2e%2e/x",
    "http://127.0.0.1:1/key",
    "//127.0.0.1:1/key",
    "a?b",
    "a#b",
    "a\\b",
    "",
    "unknown",
    `${String((lock.header as { kid: string }).kid)}/../x`,
    "x".repeat(500),
  ]
    .map(
      (kid): Named => [
        `kid ${kid.slice(0, 30)}`,
        sealToken({ alg: lock.alg, kid }, claims, lock.key, lock.alg),
      ],
    )
    .concat(
      [[], ["a"], 5, null].map(
        (kid): Named => [
          `kid ${JSON.stringify(kid)}`,
          sealToken({ alg: lock.alg, kid }, claims, lock.key, lock.alg),
        ],
      ),
    );

function ofTheUninstalled(world: World, { claims }: Honest): Named {
  const { clientKey, sharedSecret } = world.gone;
  return [
    "the secret of a site that has uninstalled us",
    sealToken({ alg: "HS256" }, { ...claims, iss: clientKey }, sharedSecret),
  ];
}

function carried(honest: Honest, what: string, token: string, statuses = [401]): Attack[] {
  const { url, headers, body } = honest;
  const common = { headers, body, statuses };
  const inHeader = { ...common, what, url, headers: { ...headers, authorization: `JWT ${token}` } };
  if (honest.rule !== "url-bound") return [inHeader];
  return [inHeader, { ...common, what: `${what}, in the query`, url: withJwt(url, token) }];
}

const withJwt = (url: string, token: string) =>
  `${url}${url.includes("?") ? "&" : "?"}jwt=${encodeURIComponent(token)}`;

/** An honest token, not where it belongs. */
function misplaced(honest: Honest, token: string): Attack[] {
  const { url, body, headers, rule, name } = honest;
  const put = (what: string, more: Record<string, string>, at = url): Attack => ({
    what,
    url: at,
    body,
    headers: { ...headers, ...more },
    statuses: [401],
  });
  const silent = name === "POST /connect/disabled" ? [] : [put("no token", {})];
  return [
    ...silent,
    put("as a bearer", { authorization: `Bearer ${token}` }),
    put("without its scheme", { authorization: token }),
    put("with a small scheme", { authorization: `jwt ${token}` }),
    put("twice in one header", { authorization: `JWT ${token}, JWT ${token}` }),
    put("as ACE's session token", { authorization: "JWT a.b.c", "x-acpt": token }),
    put("in a cookie", { authorization: "JWT a.b.c", cookie: `jwt=${token}` }),
    ...(rule === "url-bound"
      ? [
          put("in the header and in the query", { authorization: `JWT ${token}` }, withJwt(url, token)),
          put("twice in the query", {}, withJwt(withJwt(url, token), token)),
        ]
      : [
          put("in the query", {}, withJwt(url, token)),
          ...(isOfPerson(rule) ? [put("as ACE's session parameter", {}, `${url}?acpt=${token}`)] : []),
        ]),
  ];
}

/** The honest token of one address, on others that somebody might take for the same. */
function otherAddresses(honest: Honest, token: string): Attack[] {
  const { url, headers, body } = honest;
  const [path = "", query = ""] = url.split("?");
  const [, ...rest] = path.split("/");
  const more = (tail: string) => `${path}?${query}${query === "" ? "" : "&"}${tail}`;
  const addresses = [
    ...[
      "x=1",
      "x",
      "x[]=1",
      "x[a]=1",
      "=",
      "jwt2=1",
      "JWT=1",
      "%6awt=1&x=1",
      "x=%00",
      "x=%C3%BC",
      "x=u%CC%88",
    ].map(more),
    ...(query === ""
      ? []
      : [
          query.replace("issueId=", "issueid="),
          query.replace("issueId=", "issueId[]="),
          `${query}&issueId=1`,
          `issueId=1&${query}`,
          query.replace(/issueId=\d+/, "issueId=1"),
          query.replace("%C3%BC", "u%CC%88"),
          query.replace("%C3%BC", "%FC"),
          query.replace("list=b&list=a", "list=a,b"),
          query.replace("list=b&list=a", "list=a%2Cb"),
          query.replace("list=b&list=a", "list=b"),
          query.replace("&lic=none", "&lic=active"),
          query.replaceAll("&", ";"),
          query.replace("&lic=none", ""),
        ].map((one) => `${path}?${one}`)),
    `/${path}`,
    `/${rest.join("%2F")}`,
    `/${rest.join("//")}`,
    `/./${rest.join("/")}`,
    `/x/../${rest.join("/")}`,
    `/${rest.join("/")}/x/..`,
    `/${rest.join("/")}%2f`,
    `/${rest.join("/")};x=1`,
    `/${rest.join("/").toUpperCase()}`,
    `/ts${path}`,
    `${path}/ts`,
    `/ts/..${path}`,
    `${path.replace(/.$/, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
  ];
  return addresses.map((at) => ({
    what: `an honest token on ${at}`,
    url: at.startsWith(`${path}?`) || query === "" ? at : `${at}?${query}`,
    body,
    headers: { ...headers, authorization: `JWT ${token}` },
    statuses: [400, 401, 404],
  }));
}

/** An honest token of somebody, for something else. All of them are told alike that nothing is there. */
function otherPlaces(world: World, honest: Honest, seal: (over: Claims) => string): Attack[] {
  const { url, body, headers } = honest;
  const other = { jira: { issue: { id: world.otherIssue.id, key: world.otherIssue.key } } };
  const globex = world.lockOf("globex");
  const wiki = world.lockOf("acme", "confluence");
  const as = (what: string, token: string, statuses: number[] = [404], at = url): Attack => ({
    what,
    url: at,
    body,
    headers: { ...headers, authorization: `JWT ${token}` },
    statuses,
  });
  const swapped = url
    .replace(world.issue.id, world.otherIssue.id)
    .replace(world.proposal.id, "01890000-0000-7000-8000-000000000000");
  // A list of what somebody may see is empty for whoever may see nothing.
  const nothing =
    honest.rule === "admin"
      ? [403]
      : url.includes(world.proposal.id) || honest.method === "POST"
        ? [404]
        : [200];
  const ofPlace =
    honest.rule !== "context"
      ? [as("given for an issue", seal({ context: other }), [403])]
      : [
          as("given for another issue", seal({ context: other })),
          as("given for this issue, on another", seal({}), [404], swapped),
          as("given for no issue", seal({ context: {} }), [403]),
        ];
  return [
    ...ofPlace,
    as("given for an issue that is a list", seal({ context: { jira: { issue: [world.issue.id] } } }), [403]),
    as(
      "given for an issue with a path in its id",
      seal({ context: { jira: { issue: { id: `${world.issue.id}/..`, key: world.issue.key } } } }),
      [403, 404],
    ),
    // A page of its own stands in the wiki too.
    ...(honest.rule !== "context"
      ? []
      : [
          as(
            "given by the wiki of the same site",
            sealToken({ alg: "HS256" }, { ...honest.claims, iss: wiki.clientKey }, wiki.sharedSecret),
            [403],
          ),
        ]),
    as(
      "given by another site for an issue of the same id",
      sealToken({ alg: "HS256" }, { ...honest.claims, iss: globex.clientKey }, globex.sharedSecret),
      honest.rule === "context" ? [404] : nothing,
    ),
    ...(honest.rule === "admin"
      ? [as("of a person who does not administer the site", seal({ sub: world.mia }), [403])]
      : []),
    as(
      "of a person who is not there",
      seal({ sub: "nobody-of-that-name" }),
      honest.rule === "context" ? [404] : nothing,
    ),
    ...(swapped === url
      ? []
      : ["%2e%2e", "..%2f..", "1", "%00", "%ff", "__proto__", "'%20OR%201=1%20--", "%F0%9F%98%80"]
    ).map((id) =>
      as(
        `with ${id} for an id`,
        seal({}),
        [400, 404],
        [world.issue.id, world.proposal.id, world.failedRequest].reduce(
          (at, own) => at.replace(own, id),
          url,
        ),
      ),
    ),
    ...(honest.method === "GET"
      ? []
      : ["accountId", "actor", "by", "sub", "tenantId", "issueId", "__proto__", "constructor"].map(
          (name): Attack => ({
            ...as(`with ${name} in its body`, seal({}), [400]),
            // An own property of that name, also where a literal would set the prototype.
            body: Object.fromEntries([...Object.entries(body ?? {}), [name, world.mia]]),
          }),
        )),
  ];
}

/** An honest token of a site over a body that is not the site's. */
function otherBodies(honest: Honest, token: string): Attack[] {
  const over = (what: string, change: object, statuses: number[]): Attack => ({
    what,
    url: honest.url,
    headers: { ...honest.headers, authorization: `JWT ${token}` },
    body: { ...(honest.body as object), ...change },
    statuses,
  });
  const bodies = [
    over("a body of another site", { clientKey: "somebody-else" }, [401]),
    over("a body with a list of sites", { clientKey: [honest.claims["iss"]] }, [400]),
    over("a body of another app", { key: "another-app" }, [400]),
    over("a body without a site", { clientKey: undefined }, [400]),
  ];
  if (!honest.name.endsWith("/installed")) return bodies;
  return [
    ...bodies,
    ...[
      "https://evil.example",
      "https://127.0.0.1.evil.example",
      "https://evil.example#.atlassian.net",
      "http://169.254.169.254",
    ].map((baseUrl) => over(`the address ${baseUrl}`, { baseUrl }, [400, 403])),
    ...[
      "javascript:alert(1)",
      "https://user@127.0.0.1",
      "https://127.0.0.1/a?b",
      "https://127.0.0.1/../x",
      "file:///etc/passwd",
      "",
      5,
    ].map((baseUrl) => over(`the address ${baseUrl}`, { baseUrl }, [400])),
    over("a short secret", { sharedSecret: "short" }, [400]),
    over("another product", { productType: "bitbucket" }, [400]),
  ];
}

import { createHash, generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import jwt from "jsonwebtoken";
import * as z from "zod";

/** Written apart from the app's own, so that the two can disagree: the canonical request of the JWT documentation. */
export function canonicalHash(method: string, url: string): string {
  const [path = "/", search = ""] = url.split("?");
  const pairs = search
    .split("&")
    .filter((pair) => pair !== "" && !pair.startsWith("jwt="))
    .map((pair) =>
      pair.split("=").map((part) => encodeURIComponent(decodeURIComponent(part)).replace(/[!'()*]/g, hex)),
    )
    .map(([name = "", value = ""]) => ({ name, value }));
  const names = [...new Set(pairs.map(({ name }) => name))].toSorted();
  const query = names.map(
    (name) =>
      `${name}=${pairs
        .filter((pair) => pair.name === name)
        .map(({ value }) => value)
        .toSorted()
        .join(",")}`,
  );
  const canonical = `${method}&${path.replace(/(.)\/$/, "$1")}&${query.join("&")}`;
  return createHash("sha256").update(canonical).digest("hex");
}

const hex = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
const nowS = () => Math.floor(Date.now() / 1_000);

export type Seen = { method: string; url: string; headers: IncomingMessage["headers"]; body: string };
type Answer = { status: number; body?: unknown; headers?: Record<string, string>; delayMs?: number };

/** One site as we have it installed there. */
export type Site = {
  clientKey: string;
  sharedSecret: string;
  productType: "jira" | "confluence";
  baseUrl: string;
};

/**
 * Atlassian as far as an app's door knows it, over real HTTP: a key host, an OAuth server and a product's REST API
 * in one. It checks the tokens we send, and signs what it sends with real keys.
 */
export async function startAtlassianHost(appKey = "ticketsmith") {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const publicKey = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
  const kid = `${randomUUID()}`;
  const seen: Seen[] = [];
  const sites = new Map<string, Site>();
  const answers = new Map<string, Answer[]>();
  const state = {
    impersonation: true,
    tokens: new Set<string>(),
    license: { active: true } as { active: boolean } | undefined,
  };

  const server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = z.object({ port: z.number() }).parse(server.address());
  const origin = `http://127.0.0.1:${address.port}`;

  async function answer(req: IncomingMessage, res: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const request: Seen = {
      method: req.method ?? "",
      url: req.url ?? "",
      headers: req.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(request);
    const scripted = answers.get(request.url.split("?")[0] ?? "")?.shift();
    const result = scripted ?? route(request);
    if (result.delayMs !== undefined)
      await new Promise((resolve) => setTimeout(resolve, result.delayMs).unref());
    const text = typeof result.body === "string" ? result.body : JSON.stringify(result.body);
    const type = typeof result.body === "string" ? "text/plain" : "application/json";
    res.writeHead(result.status, { "content-type": type, ...result.headers }).end(text);
  }

  function route(request: Seen): Answer {
    if (request.url === `/keys/${kid}`) return { status: 200, body: publicKey };
    if (request.url.startsWith("/keys/")) return { status: 404, body: "no such key" };
    if (request.url === "/oauth2/token") return grant(request);
    const refused = refuseRest(request);
    if (refused !== undefined) return { status: 401, body: { message: refused } };
    if (request.url.endsWith(`/rest/atlassian-connect/1/addons/${appKey}`)) {
      return { status: 200, body: { key: appKey, state: "ENABLED", license: state.license } };
    }
    return { status: 200, body: { ok: true } };
  }

  function refuseRest({ method, url, headers }: Seen): string | undefined {
    const [scheme, token = ""] = (headers.authorization ?? "").split(" ");
    if (scheme === "Bearer") return state.tokens.has(token) ? undefined : "unknown token";
    const claims = z
      .object({
        iss: z.string(),
        aud: z.array(z.string()),
        qsh: z.string(),
        iat: z.number(),
        exp: z.number(),
      })
      .safeParse(jwt.decode(token));
    const site = sites.get(claims.data?.aud[0] ?? "");
    if (!claims.success || site === undefined) return "unknown site";
    try {
      jwt.verify(token, site.sharedSecret, { algorithms: ["HS256"], issuer: appKey });
    } catch {
      return "bad signature";
    }
    if (claims.data.exp - claims.data.iat > 180) return "lives too long";
    const context = new URL(site.baseUrl).pathname.replace(/\/$/, "");
    return claims.data.qsh === canonicalHash(method, url.slice(context.length)) ? undefined : "wrong qsh";
  }

  function grant({ body }: Seen): Answer {
    const form = new URLSearchParams(body);
    const assertion = form.get("assertion") ?? "";
    const claims = z
      .object({
        iss: z.string(),
        sub: z.string(),
        tnt: z.string(),
        aud: z.literal(origin),
        iat: z.number(),
        exp: z.number(),
      })
      .safeParse(jwt.decode(assertion));
    if (!state.impersonation || !claims.success || claims.data.exp - claims.data.iat > 60)
      return { status: 400, body: { error: "invalid_grant" } };
    const site = [...sites.values()].find((one) => one.baseUrl === claims.data.tnt);
    try {
      jwt.verify(assertion, site?.sharedSecret ?? "", { algorithms: ["HS256"] });
    } catch {
      return { status: 400, body: { error: "invalid_grant" } };
    }
    const token = randomBytes(12).toString("hex");
    state.tokens.add(token);
    return { status: 200, body: { access_token: token, token_type: "Bearer", expires_in: 900 } };
  }

  return {
    origin,
    keysUrl: `${origin}/keys`,
    tokenUrl: `${origin}/oauth2/token`,
    kid,
    privateKey: pair.privateKey,
    publicKey,
    seen,
    sites,
    state,
    /** The next requests to this path get these answers, in turn. */
    script: (path: string, ...next: Answer[]) =>
      void answers.set(path, [...(answers.get(path) ?? []), ...next]),
    newSite: (over: Partial<Site> = {}): Site => {
      const site: Site = {
        clientKey: randomUUID(),
        sharedSecret: randomBytes(24).toString("hex"),
        productType: "jira",
        baseUrl: origin,
        ...over,
      };
      sites.set(site.clientKey, site);
      return site;
    },
    /** RS256, as on install and uninstall. */
    signInstall: (
      site: Site,
      to: { baseUrl: string; path: string },
      over: Record<string, unknown> = {},
      header: Record<string, unknown> = {},
    ) =>
      jwt.sign(
        {
          iss: site.clientKey,
          aud: [to.baseUrl],
          iat: nowS(),
          exp: nowS() + 180,
          qsh: canonicalHash("POST", to.path),
          // Two of one second would be one token: RS256 makes the same of the same.
          jti: randomUUID(),
          ...over,
        },
        pair.privateKey,
        { algorithm: "RS256", header: { alg: "RS256", kid, ...header } },
      ),
    /** HS256, as on pages and webhooks (`qsh` of the request) and from the bridge (`context-qsh`). */
    signToken: (site: Site, qsh: string, over: Record<string, unknown> = {}) =>
      jwt.sign(
        withoutUndefined({ iss: site.clientKey, iat: nowS(), exp: nowS() + 180, qsh, ...over }),
        site.sharedSecret,
        { algorithm: "HS256" },
      ),
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const withoutUndefined = (claims: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));

export type AtlassianHost = Awaited<ReturnType<typeof startAtlassianHost>>;

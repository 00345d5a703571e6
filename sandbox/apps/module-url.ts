import { ok, refuse, type Result } from "../result.ts";
import type { Site } from "../site.ts";
import type { Acting, AppPanel, Installation, Json, Person } from "../state.ts";
import type { ModuleUrlRequest, SignedModule } from "../ui-deps.ts";
import { signContext, signRequest, type Claims } from "./sign-for-app.ts";

const IFRAME_LIFETIME = 900;
const CONTEXT_LIFETIME = 900;

type Place = { variables: Record<string, string>; context: { [key: string]: Json } };

function actingAs(person: Person): Acting {
  return { as: { kind: "person", accountId: person.accountId, throughApp: null } };
}

function issuePlace(site: Site, viewer: Person, issueKey: string): Result<Place> {
  const found = site.issue(actingAs(viewer), issueKey);
  if (!found.ok) return found;
  const issue = found.value;
  const project = site.projectOf(issue);
  return ok({
    variables: {
      "issue.id": issue.id,
      "issue.key": issue.key,
      "issuetype.id": issue.issueTypeId,
      "project.id": project.id,
      "project.key": project.key,
    },
    context: {
      jira: {
        issue: { id: issue.id, key: issue.key, issuetype: { id: issue.issueTypeId } },
        project: { id: project.id, key: project.key },
      },
    },
  });
}

function pagePlace(site: Site, viewer: Person, pageId: string): Result<Place> {
  const found = site.wiki.page(actingAs(viewer), pageId);
  if (!found.ok) return found;
  const { page, space } = found.value;
  const version = String(page.version.number);
  return ok({
    variables: {
      "content.id": page.id,
      "page.id": page.id,
      "content.version": version,
      "space.key": space.key,
      "space.id": space.id,
    },
    context: {
      confluence: {
        content: { id: page.id, type: "page", version },
        space: { id: space.id, key: space.key },
      },
    },
  });
}

function placeOf(site: Site, { viewer, issueKey, pageId }: ModuleUrlRequest): Result<Place> {
  if (issueKey !== null) return issuePlace(site, viewer, issueKey);
  if (pageId !== null) return pagePlace(site, viewer, pageId);
  return ok({ variables: {}, context: {} });
}

function findModule(
  site: Site,
  request: ModuleUrlRequest,
): Result<{ installation: Installation; panel: AppPanel }> {
  const product = request.pageId === null ? "jira" : "confluence";
  const installation = site.installation(product, request.appKey);
  const panel = [
    ...(installation?.descriptor.issueContexts ?? []),
    ...(installation?.descriptor.pages ?? []),
  ].find((one) => one.key === request.moduleKey);
  if (installation === undefined || installation.state === "DISABLED" || panel === undefined) {
    return refuse(404, "The app or its module is not there.");
  }
  return ok({ installation, panel });
}

function fill(template: string, variables: Record<string, string>): string {
  return template.replace(/\{([a-zA-Z.]+)\}/g, (_, name: string) =>
    encodeURIComponent(variables[name] ?? ""),
  );
}

function absolute(baseUrl: string, url: string): string {
  return /^https?:\/\//.test(url) ? url : `${baseUrl}${url}`;
}

function noteToken(
  site: Site,
  request: ModuleUrlRequest,
  kind: "iframe" | "context",
  lifetime: number,
): void {
  const now = site.now();
  const note = {
    at: now.toISOString(),
    kind,
    appKey: request.appKey,
    forAccountId: request.viewer.accountId,
    subject: request.issueKey ?? request.pageId ?? "",
    expiresAt: new Date(now.getTime() + lifetime * 1000).toISOString(),
  };
  site.events.emit({ type: "token", note });
}

/** The address of an app's module for this viewer, with what the products add, signed for 15 minutes. */
export function signModuleUrl(site: Site, request: ModuleUrlRequest): Result<SignedModule> {
  const found = findModule(site, request);
  const place = placeOf(site, request);
  if (!found.ok) return found;
  if (!place.ok) return place;
  const { installation, panel } = found.value;
  const { baseUrl } = installation.descriptor;
  const url = new URL(absolute(baseUrl, fill(panel.url, place.value.variables)));
  url.searchParams.set("xdm_e", site.origin());
  url.searchParams.set("xdm_c", `channel-${request.appKey}__${panel.key}`);
  url.searchParams.set("cp", installation.product === "confluence" ? "/wiki" : "");
  url.searchParams.set("xdm_deprecated_addon_key_do_not_use", request.appKey);
  const { licence } = site.state().settings;
  if (licence !== "absent") url.searchParams.set("lic", licence);
  url.searchParams.set("cv", "1001.0.0-SNAPSHOT");
  const claims: Claims = { sub: request.viewer.accountId, context: place.value.context };
  // `+` for a space would be hashed otherwise by whoever decodes strictly; the products write %20.
  const plain = url.href.replaceAll("+", "%20");
  const token = signRequest(
    installation,
    { method: "GET", url: plain, now: site.now() },
    claims,
    IFRAME_LIFETIME,
  );
  noteToken(site, request, "iframe", IFRAME_LIFETIME);
  return ok({
    appKey: request.appKey,
    moduleKey: panel.key,
    moduleType: panel.moduleType,
    name: panel.name,
    icon: panel.icon === null ? null : absolute(baseUrl, panel.icon),
    label: panel.label,
    url: `${plain}&jwt=${token}`,
  });
}

export function signContextToken(site: Site, request: ModuleUrlRequest): Result<string> {
  const found = findModule(site, request);
  const place = placeOf(site, request);
  if (!found.ok) return found;
  if (!place.ok) return place;
  const claims: Claims = { sub: request.viewer.accountId, context: place.value.context };
  noteToken(site, request, "context", CONTEXT_LIFETIME);
  return ok(signContext(found.value.installation, site.now(), claims, CONTEXT_LIFETIME));
}

/** Panels beside an issue, for everybody who may see the issue. */
export function signIssuePanels(site: Site, viewer: Person, issueKey: string): Result<SignedModule[]> {
  const seen = site.issue(actingAs(viewer), issueKey);
  if (!seen.ok) return seen;
  const panels = site
    .installations()
    .filter((one) => one.product === "jira" && one.state === "ENABLED")
    .flatMap((one) =>
      one.descriptor.issueContexts.map((panel) => ({ appKey: one.appKey, moduleKey: panel.key })),
    );
  return ok(
    panels.flatMap((panel) => {
      const signed = signModuleUrl(site, { ...panel, viewer, issueKey, pageId: null });
      return signed.ok ? [signed.value] : [];
    }),
  );
}

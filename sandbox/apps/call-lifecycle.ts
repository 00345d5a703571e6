import type { Site } from "../site.ts";
import type { Installation, TokenNote } from "../state.ts";
import { signInstall, signRequest } from "./sign-for-app.ts";

export type LifecycleEvent = "installed" | "uninstalled" | "enabled" | "disabled";
export type LifecycleAnswer = { status: number } | { status: null; error: string };

const TIMEOUT_MS = 10_000;

function bodyOf(site: Site, installation: Installation, eventType: LifecycleEvent) {
  return {
    key: installation.appKey,
    clientKey: installation.clientKey,
    oauthClientId: installation.oauthClientId,
    // The secret travels once, with the install, and never again.
    ...(eventType === "installed" ? { sharedSecret: installation.sharedSecret } : {}),
    serverVersion: "100299",
    pluginsVersion: "1001.0.0-SNAPSHOT",
    baseUrl: installation.baseUrl,
    displayUrl: installation.baseUrl,
    productType: installation.product,
    description: `${site.state().siteName} (${installation.product}) at ${site.origin()}`,
    eventType,
  };
}

function tokenFor(installation: Installation, event: LifecycleEvent, url: string, now: Date): string {
  const request = { method: "POST", url, now };
  return event === "installed" || event === "uninstalled"
    ? signInstall(installation, request)
    : signRequest(installation, request, {});
}

/** Posts one lifecycle event to the app. Undefined when the descriptor does not ask for it. */
export async function callLifecycle(
  site: Site,
  installation: Installation,
  event: LifecycleEvent,
  { signed }: { signed: boolean } = { signed: true },
): Promise<LifecycleAnswer | undefined> {
  const path = installation.descriptor.lifecycle[event];
  if (path === undefined) return undefined;
  const url = `${installation.descriptor.baseUrl}${path}`;
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (signed) headers["authorization"] = `JWT ${tokenFor(installation, event, url, site.now())}`;
  const note: TokenNote = {
    at: site.now().toISOString(),
    kind: event === "installed" || event === "uninstalled" ? "install" : "webhook",
    appKey: installation.appKey,
    forAccountId: null,
    subject: `${installation.product} ${event}`,
    expiresAt: null,
  };
  site.events.emit({ type: "token", note });
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers,
      body: JSON.stringify(bodyOf(site, installation, event)),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return { status: answer.status };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error) };
  }
}

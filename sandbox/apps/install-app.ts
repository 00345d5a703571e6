import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { ok, refuse, type Result } from "../result.ts";
import type { Site } from "../site.ts";
import type { AppDescriptor, Installation, Person, Product } from "../state.ts";
import { callLifecycle } from "./call-lifecycle.ts";
import { readDescriptor } from "./read-descriptor.ts";

const FETCH_TIMEOUT_MS = 5_000;

/** Fetches and reads a descriptor. */
export async function fetchDescriptor(url: string): Promise<Result<AppDescriptor>> {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
      headers: { accept: "application/json" },
    });
    if (!answer.ok) return refuse(400, `The descriptor at ${url} was answered with ${answer.status}.`);
    const raw: unknown = await answer.json();
    return readDescriptor(raw);
  } catch (error) {
    return refuse(
      400,
      `The descriptor at ${url} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function newSecret(): string {
  return randomBytes(48).toString("base64url");
}

/** The account an app acts as. It stays when the app goes, for the history it wrote. */
function appAccount(site: Site, descriptor: AppDescriptor): Person {
  const state = site.state();
  const email = `${descriptor.key}@connect.atlassian.invalid`;
  const known = state.people.find((one) => one.accountType === "app" && one.email === email);
  if (known !== undefined) return known;
  const account: Person = {
    accountId: `557058:${randomUUID()}`,
    accountType: "app",
    displayName: descriptor.name,
    email,
    timeZone: "Etc/UTC",
    locale: "en_US",
    avatarColour: "#5E4DB2",
    active: true,
    groups: [],
    admin: false,
    jobTitle: "app",
  };
  state.people.push(account);
  return account;
}

function newInstallation(
  site: Site,
  product: Product,
  descriptorUrl: string,
  descriptor: AppDescriptor,
): Installation {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const keyId = randomUUID();
  site.state().installKeys[keyId] = publicKey;
  return {
    product,
    appKey: descriptor.key,
    clientKey: randomUUID(),
    sharedSecret: newSecret(),
    oauthClientId: randomBytes(24).toString("base64url"),
    baseUrl: product === "jira" ? site.origin() : `${site.origin()}/wiki`,
    descriptorUrl,
    descriptor,
    state: "ENABLED",
    keyId,
    privateKeyPem: privateKey,
    accountId: appAccount(site, descriptor).accountId,
    installedAt: site.now().toISOString(),
  };
}

function replace(site: Site, old: Installation | undefined, next: Installation | undefined): void {
  const state = site.state();
  state.installations = [
    ...state.installations.filter((one) => one !== old),
    ...(next === undefined ? [] : [next]),
  ];
  site.touch();
}

/**
 * Posts the install and keeps it only when the app answered 2xx. The new secret already counts while the app
 * answers, because an app may call the site back before it does; on failure the old install stands again.
 */
async function putInstall(
  site: Site,
  old: Installation | undefined,
  next: Installation,
): Promise<Result<Installation>> {
  replace(site, old, next);
  const answer = await callLifecycle(site, next, "installed");
  if (answer !== undefined && (answer.status === null || answer.status < 200 || answer.status > 299)) {
    replace(site, next, old);
    const words = answer.status === null ? answer.error : `it answered ${answer.status}`;
    return refuse(400, `The app did not accept the install in ${next.product}: ${words}.`);
  }
  await callLifecycle(site, next, "enabled");
  site.events.emit({
    type: "installation-changed",
    appKey: next.appKey,
    product: next.product,
    state: "installed",
  });
  return ok(next);
}

/** Installs an app as an admin would by its descriptor's address; an installed one is installed again. */
export async function installApp(
  site: Site,
  descriptorUrl: string,
  products: Product[],
): Promise<Result<Installation[]>> {
  const descriptor = await fetchDescriptor(descriptorUrl);
  if (!descriptor.ok) return descriptor;
  const installed: Installation[] = [];
  for (const product of products) {
    const old = site.installation(product, descriptor.value.key);
    const fresh = { descriptor: descriptor.value, descriptorUrl, state: "ENABLED" } as const;
    const next =
      old === undefined
        ? newInstallation(site, product, descriptorUrl, descriptor.value)
        : { ...old, ...fresh };
    const result = await putInstall(site, old, next);
    if (!result.ok) return result;
    installed.push(result.value);
  }
  return ok(installed);
}

const NOT_INSTALLED = "The app is not installed in this product.";

/** Installs again with a new secret, as Atlassian does when it rotates one. */
export async function rotateSecret(site: Site, product: Product, appKey: string): Promise<Result<null>> {
  const old = site.installation(product, appKey);
  if (old === undefined) return refuse(404, NOT_INSTALLED);
  const result = await putInstall(site, old, { ...old, sharedSecret: newSecret() });
  return result.ok ? ok(null) : result;
}

/** Takes the app off. It is told, but not asked; a late unsigned `disabled` follows, as it does in the wild. */
export async function uninstallApp(site: Site, product: Product, appKey: string): Promise<Result<null>> {
  const old = site.installation(product, appKey);
  if (old === undefined) return refuse(404, NOT_INSTALLED);
  replace(site, old, undefined);
  const state = site.state();
  if (!state.installations.some((one) => one.appKey === appKey)) {
    state.tokens = state.tokens.filter((one) => one.appKey !== appKey);
  }
  await callLifecycle(site, old, "uninstalled");
  await callLifecycle(site, old, "disabled", { signed: false });
  site.events.emit({ type: "installation-changed", appKey, product, state: "uninstalled" });
  return ok(null);
}

export async function setAppEnabled(
  site: Site,
  product: Product,
  appKey: string,
  enabled: boolean,
): Promise<Result<null>> {
  const installation = site.installation(product, appKey);
  if (installation === undefined) return refuse(404, NOT_INSTALLED);
  installation.state = enabled ? "ENABLED" : "DISABLED";
  site.touch();
  await callLifecycle(site, installation, enabled ? "enabled" : "disabled");
  site.events.emit({
    type: "installation-changed",
    appKey,
    product,
    state: enabled ? "enabled" : "disabled",
  });
  return ok(null);
}

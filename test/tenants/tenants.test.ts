import { describe, expect, test } from "vitest";
import { refuse, ok } from "../../server/kit/index.ts";
import {
  createConfirmer,
  createInstallationDirectory,
  createInstallationSwitch,
  createInstaller,
  createLicenceReader,
  createTenantEraser,
  type AskSite,
  type Licence,
} from "../../server/tenants/index.ts";
import { someInstallation } from "../builders/installation.ts";
import { createMemoryTenants } from "../fakes/memory-tenants.ts";

const DAY_MS = 86_400_000;
const START = new Date("2026-11-01T08:00:00Z");

/** The use cases over stores in memory, a site that answers what it is told to, and a clock that is moved by hand. */
function world() {
  const memory = createMemoryTenants();
  const site = { licence: "active" as Licence, answers: true, asked: 0 };
  let at = START;
  const clock = { now: () => at };
  const installations = createInstallationDirectory(memory.installationStore);
  const askSite: AskSite = async () => {
    site.asked += 1;
    return site.answers ? ok({ licence: site.licence }) : refuse("no-answer");
  };
  const tenants = memory.tenantStore;
  const deps = { installations, tenants, clock };
  const faults: unknown[] = [];
  const installOnce = createInstaller(deps);
  const install = async (notice: Parameters<typeof installOnce>[0]) => {
    const made = await installOnce(notice);
    if (made === undefined) throw new Error("Refused without a token to refuse it for");
    return made;
  };
  const confirm = createConfirmer({ installations, tenants, askSite, clock });
  return {
    ...memory,
    installations,
    site,
    faults,
    pass: (days: number) => void (at = new Date(at.getTime() + days * DAY_MS)),
    install,
    confirm,
    async installFully(over: Parameters<typeof someInstallation>[0] = {}) {
      const { product, clientKey, baseUrl, displayUrl, sharedSecret, oauthClientId } = someInstallation(over);
      const made = await install({ product, clientKey, baseUrl, displayUrl, sharedSecret, oauthClientId });
      const confirmed = await confirm(made.tenantId, made.id);
      if (!confirmed.ok) throw new Error(confirmed.reason);
      return confirmed.value;
    },
    switchTo: createInstallationSwitch(deps),
    erase: createTenantEraser({ tenants, clock, onFault: (error) => void faults.push(error) }),
    licences: createLicenceReader({ installations, askSite }),
  };
}

describe("erasing", () => {
  test("takes a tenant thirty days after its last uninstall, and not before", async () => {
    const { installFully, switchTo, erase, pass, erased } = world();
    const { clientKey, tenantId } = await installFully();
    expect(await erase()).toBe(0);
    await switchTo.uninstall(clientKey);
    pass(29.9);
    expect(await erase()).toBe(0);
    pass(0.2);
    expect(await erase()).toBe(1);
    expect(erased).toEqual([tenantId]);
  });

  test("spares a tenant that was installed again in between", async () => {
    const { installFully, switchTo, erase, pass } = world();
    const { clientKey, tenantId } = await installFully();
    await switchTo.uninstall(clientKey);
    pass(20);
    expect((await installFully({ clientKey })).tenantId).toBe(tenantId);
    pass(20);
    expect(await erase()).toBe(0);
  });

  test("takes a tenant whose only install never proved itself", async () => {
    const { install, erase, pass, site } = world();
    site.answers = false;
    await install(someInstallation());
    pass(31);
    expect(await erase()).toBe(1);
  });

  test("goes on after one that fails", async () => {
    const { installFully, switchTo, erase, pass, tenantStore, faults } = world();
    const first = await installFully({ baseUrl: "https://one.atlassian.net" });
    const second = await installFully({ baseUrl: "https://two.atlassian.net" });
    await switchTo.uninstall(first.clientKey);
    await switchTo.uninstall(second.clientKey);
    pass(31);
    const real = tenantStore.erase;
    tenantStore.erase = async (id, now) => {
      if (id === first.tenantId) throw new Error("locked");
      return real(id, now);
    };
    expect(await erase()).toBe(1);
    expect(faults).toHaveLength(1);
  });
});

describe("an installation", () => {
  test("of a site that was imported takes the place of the one before it", async () => {
    const { installFully, rows } = world();
    const before = await installFully();
    const after = await installFully();
    expect(after.tenantId).toBe(before.tenantId);
    expect(rows.get(before.clientKey)?.state).toBe("uninstalled");
    expect(rows.get(after.clientKey)?.state).toBe("enabled");
  });

  test("that moves to an origin with a tenant of its own joins that one", async () => {
    const { installFully, tenants } = world();
    const moving = await installFully({ baseUrl: "https://old.atlassian.net" });
    const wiki = await installFully({ product: "confluence", baseUrl: "https://new.atlassian.net/wiki" });
    const moved = await installFully({ clientKey: moving.clientKey, baseUrl: "https://new.atlassian.net" });
    expect(moved.tenantId).toBe(wiki.tenantId);
    expect(tenants.get(moving.tenantId)?.eraseAfter).toEqual(new Date(START.getTime() + 30 * DAY_MS));
    expect(tenants.get(wiki.tenantId)?.eraseAfter).toBeNull();
  });

  test("that nobody has confirmed is not enabled by a word", async () => {
    const { install, switchTo, site, rows } = world();
    site.answers = false;
    const made = await install(someInstallation());
    expect(await switchTo.enable(made)).toBe(false);
    expect(rows.get(made.clientKey)?.state).toBe("unverified");
  });

  test("that was uninstalled while the site was asked stays uninstalled", async () => {
    const { install, installations, tenantStore, switchTo, rows } = world();
    const made = await install(someInstallation());
    const confirm = createConfirmer({
      installations,
      tenants: tenantStore,
      async askSite() {
        await switchTo.uninstall(made.clientKey);
        return ok({ licence: "active" });
      },
    });
    expect(await confirm(made.tenantId, made.id)).toEqual({ ok: false, reason: "changed-meanwhile" });
    expect(rows.get(made.clientKey)?.state).toBe("uninstalled");
  });
});

describe("the licence", () => {
  test("is asked for once, and again when a page's address says otherwise", async () => {
    const { installFully, licences, site } = world();
    const caller = await installFully();
    site.asked = 0;
    site.licence = "none";
    expect(await licences.read(caller)).toBe("unlicensed");
    expect(await licences.read(caller)).toBe("unlicensed");
    expect(site.asked).toBe(1);
    site.licence = "active";
    licences.noteSeen(caller.tenantId, "none");
    expect(await licences.read(caller)).toBe("unlicensed");
    licences.noteSeen(caller.tenantId, "active");
    expect(await licences.read(caller)).toBe("active");
  });

  test("locks nobody out while the site does not answer", async () => {
    const { installFully, licences, site } = world();
    site.licence = "free";
    const caller = await installFully();
    site.answers = false;
    expect(await licences.read(caller)).toBe("free");
  });

  test("is none where no Jira has us installed", async () => {
    const { installFully, licences } = world();
    const { tenantId } = await installFully({
      product: "confluence",
      baseUrl: "https://acme.atlassian.net/wiki",
    });
    expect(await licences.read({ tenantId })).toBe("unlicensed");
  });
});

test("a look-up that began before a change does not bring back what was", async () => {
  const memory = createMemoryTenants();
  const row = someInstallation();
  memory.rows.set(row.clientKey, row);
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const slow = async () => {
    const found = memory.rows.get(row.clientKey);
    await held;
    return found;
  };
  const directory = createInstallationDirectory({ ...memory.installationStore, findByClientKey: slow });
  const early = directory.findByClientKey(row.clientKey);
  await directory.save({ ...row, sharedSecret: "the-newest-secret" }, [], []);
  letGo();
  await early;
  expect((await directory.findByClientKey(row.clientKey))?.sharedSecret).toBe("the-newest-secret");
});

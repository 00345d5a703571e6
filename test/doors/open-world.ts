import { createPublicKey } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { newId } from "../../server/kit/index.ts";
import { openEmbeddedForTest, type TestDatabase } from "../environment/database.ts";
import { startRunningApp } from "../environment/running-app.ts";

/** The whole app, installed on two sites, with a proposal that waits for a yes: all that a door could be opened for. */
export async function openWorld(basePath = "") {
  const database = await openEmbeddedForTest();
  const running = await startRunningApp(database.db, { basePath, settings: { LICENCE_GRACE_DAYS: "0" } });
  const acme = running.sandbox.site("acme");
  const person = (name: string) => {
    const found = acme.people().find((one) => one.displayName === name);
    if (found === undefined) throw new Error(`Nobody is called ${name}`);
    return found;
  };
  const mia = person("Mia Krause").accountId;
  const admin = acme.people().find((one) => one.admin)?.accountId;
  if (admin === undefined) throw new Error("Nobody administers the site");
  const issueOf = (summary: string) => {
    const fields = { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary };
    const made = acme.createIssue({ as: { kind: "person", accountId: mia, throughApp: null } }, { fields });
    if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    return made.value;
  };
  const issue = issueOf(SECRET_WORDS);
  const otherIssue = issueOf("Another place");
  const panel = running.panelOf("Mia Krause", issue.key);
  await panel.ask("set priority to High");
  const proposal = await panel.until(
    (one) => one.status === "waiting" && one.origin === "sentence",
    "a proposal",
  );
  const failedRequest = await storeFailedRequest(database, issue.id);
  const token = await storeToken(database, mia);
  const held = await storeHeldRequest(database, issue.id);
  const batch = await storeBatch(database, mia);
  const fingerprint = await prepareFingerprint(database);
  const gone = running.sandbox.site("globex").installation("confluence", "ticketsmith");
  if (gone === undefined) throw new Error("The wiki of globex was never installed");
  const { clientKey, sharedSecret } = gone;
  const uninstalled = await running.control("globex", "POST", "uninstall", {
    product: "confluence",
    appKey: "ticketsmith",
  });
  if (uninstalled.status >= 300) throw new Error(JSON.stringify(uninstalled.body));

  const lockOf = (tenant: "acme" | "globex", product: "jira" | "confluence" = "jira") => {
    const found = running.sandbox.site(tenant).installation(product, "ticketsmith");
    if (found === undefined) throw new Error(`Not installed in ${tenant}`);
    const publicPem = createPublicKey(found.privateKeyPem).export({ type: "spki", format: "pem" }).toString();
    return { ...found, publicPem };
  };
  return {
    ...running,
    basePath,
    origin: new URL(running.baseUrl).origin,
    issue,
    otherIssue,
    proposal,
    /** What Mia asked for, and what could not be read: anybody who may may try it again. */
    failedRequest,
    admin,
    token,
    /** A request that the rules for personal data hold back. */
    held,
    /** What Mia said yes to, all of it. */
    batch,
    /** A site that had us once. */
    gone: { clientKey, sharedSecret },
    mia,
    person,
    lockOf,
    /** All that the app and the site hold, once nothing is under way any more. */
    async state(): Promise<string> {
      for (let before = "", tries = 0; tries < 100; tries += 1) {
        const now = `${await fingerprint()} ${JSON.stringify(acme.state().issues)}`;
        if (now === before) return now;
        before = now;
        await wait(150);
      }
      throw new Error("It never came to rest");
    },
    async close() {
      await running.stop();
      await database.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Stands in the issue, so no answer to a stranger may contain it. */
export const SECRET_WORDS = "Dismissal of the wizard";

async function storeFailedRequest({ asOwner }: TestDatabase, issueId: string): Promise<string> {
  const id = newId();
  await asOwner(`
    INSERT INTO requests (tenant_id, id, issue_id, issue_key, origin, text, requested_by, dedupe_key, state, said, created_at, updated_at)
    SELECT tenant_id, '${id}', issue_id, issue_key, origin, 'set priority to Low', requested_by, '${id}', 'failed', 'Jira was away', now(), now()
    FROM requests WHERE issue_id = '${issueId}' AND origin = 'sentence'`);
  return id;
}

async function storeToken({ asOwner }: TestDatabase, account: string): Promise<string> {
  const id = newId();
  await asOwner(`
    INSERT INTO api_tokens (tenant_id, id, digest, name, account_id, scopes, created_at)
    SELECT tenant_id, '${id}', repeat('d', 64), 'of old', '${account}', '{plan}', now() FROM proposals LIMIT 1`);
  return id;
}

async function storeHeldRequest({ asOwner }: TestDatabase, issueId: string): Promise<string> {
  const id = newId();
  await asOwner(`
    INSERT INTO requests (tenant_id, id, issue_id, issue_key, origin, requested_by, dedupe_key, state, said, created_at, updated_at)
    SELECT tenant_id, '${id}', issue_id, issue_key, origin, requested_by, '${id}', 'held', 'It holds a card', now(), now()
    FROM requests WHERE issue_id = '${issueId}' AND origin = 'sentence' AND state <> 'failed'`);
  return id;
}

async function storeBatch({ asOwner }: TestDatabase, by: string): Promise<string> {
  const id = newId();
  await asOwner(`
    INSERT INTO batches (tenant_id, id, decided_by, created_at, updated_at, finished_at)
    SELECT tenant_id, '${id}', '${by}', now(), now(), now() FROM proposals LIMIT 1`);
  return id;
}

/** The rows of every table, past the walls between tenants. Jobs come and go by the clock, so they do not count. */
async function prepareFingerprint({ db, asOwner }: TestDatabase): Promise<() => Promise<string>> {
  await asOwner(`
    CREATE FUNCTION test_rows() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE name text; part text; whole text := '';
    BEGIN
      FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1 LOOP
        EXECUTE format('SELECT coalesce(string_agg(r::text, chr(10) ORDER BY r::text), '''') FROM %I r', name) INTO part;
        whole := whole || name || ':' || part || chr(10);
      END LOOP;
      RETURN whole;
    END $$;
    GRANT EXECUTE ON FUNCTION test_rows() TO PUBLIC`);
  return async () => {
    const { rows } = await db.apart.query("SELECT test_rows() AS rows");
    return z.array(z.object({ rows: z.string() })).parse(rows)[0]?.rows ?? "";
  };
}

import * as z from "zod";
import { ACTION_TYPES, NO_POLICY, PersonalDataRules, Rules } from "../contract/index.ts";
import { personalDataPolicy } from "../guardrails/index.ts";
import { hashCanonical } from "../kit/index.ts";
import type { DecisionSettings } from "../planning/index.ts";
import type { SettingsStore } from "../proposals/index.ts";
import type { Caller } from "../tenants/index.ts";
import { insertRow } from "./insert-row.ts";
import { readPolicy } from "./policy-store.ts";
import type { StoreDeps } from "./store-deps.ts";

const Kept = z.array(z.object({ kind: z.string(), value: z.unknown() }));
const Fits = z.array(
  z.object({
    action: z.enum(ACTION_TYPES),
    curve: z.array(z.object({ from: z.number(), value: z.number() })),
    decisions: z.number(),
  }),
);

/** What a tenant's admins have laid down, and what its own decisions teach. */
export function settingsStoreFor({ db, audit, clock }: StoreDeps, caller: Caller): SettingsStore {
  const { tenantId } = caller;

  async function read(): Promise<DecisionSettings> {
    return db.withTenant(caller, async (tx) => {
      const kept = await tx.query("SELECT kind, value FROM tenant_settings WHERE tenant_id = $1", [tenantId]);
      const fitted = await tx.query(
        "SELECT action, curve, decisions FROM calibrations WHERE tenant_id = $1",
        [tenantId],
      );
      const policy = await readPolicy(tx);
      const fits = Fits.parse(fitted.rows);
      const byKind = new Map(Kept.parse(kept.rows).map(({ kind, value }) => [kind, value]));
      return {
        rules: Rules.parse(byKind.get("rules") ?? []),
        policy: policy?.document ?? NO_POLICY,
        policyVersion: policy?.version ?? 0,
        personalData: personalDataPolicy(PersonalDataRules.parse(byKind.get("personal-data") ?? {})),
        calibration: Object.fromEntries(fits.map(({ action, curve }) => [action, curve])),
        decisions: Object.fromEntries(fits.map(({ action, decisions }) => [action, decisions])),
      };
    });
  }

  /** By itself, since it is asked for with each text that comes in. */
  async function readPersonalData(): Promise<PersonalDataRules> {
    return db.withTenant(caller, async (tx) => {
      const kept = await tx.query(
        "SELECT kind, value FROM tenant_settings WHERE tenant_id = $1 AND kind = 'personal-data'",
        [tenantId],
      );
      return PersonalDataRules.parse(Kept.parse(kept.rows)[0]?.value ?? {});
    });
  }

  async function write(kind: "rules" | "personal-data", value: Rules | PersonalDataRules): Promise<void> {
    const now = clock.now();
    await db.withTenant(caller, async (tx) => {
      const changed = await tx.query(
        "UPDATE tenant_settings SET value = $3, updated_at = $4 WHERE tenant_id = $1 AND kind = $2 RETURNING 1",
        [tenantId, kind, JSON.stringify(value), now],
      );
      if (changed.rows.length === 0)
        await insertRow(tx, "tenant_settings", {
          tenant_id: tenantId,
          kind,
          value: { json: value },
          updated_at: now,
        });
      const by = caller.actor.kind === "person" ? caller.actor.accountId : "app";
      await audit.append(tx, caller, [
        { type: "policy-changed", by, policy: kind, to: hashCanonical(value) },
      ]);
    });
  }

  return {
    read,
    setRules: (rules) => write("rules", rules),
    personalData: async () => personalDataPolicy(await readPersonalData()),
    setPersonalData: (rules) => write("personal-data", rules),
  };
}

import * as z from "zod";
import { SealFault, type Sealer, type SealPlace } from "../kit/index.ts";
import { namedActor, type Caller, type EngineSettings, type EngineSettingsStore } from "../tenants/index.ts";
import type { StoreDeps } from "./store-deps.ts";

const Row = z.object({
  kind: z.enum(["offline", "openai"]).nullable(),
  base_url: z.string().nullable(),
  model: z.string().nullable(),
  api_version: z.string().nullable(),
  key_sealed: z.string().nullable(),
  prompt_usd: z.number().nullable(),
  completion_usd: z.number().nullable(),
  monthly_usd: z.number().nullable(),
  second_look: z.boolean().nullable(),
});
type Row = z.infer<typeof Row>;

export const modelKeyPlace = (tenantId: string): SealPlace => ({ tenantId, field: "tenant_engines.key" });

const NOTHING: EngineSettings = { engine: null, price: null, monthlyUsd: null, secondLook: null };

/** Which engine answers for the caller's tenant. */
export function engineStoreFor(
  { db, audit, clock, sealer }: Pick<StoreDeps, "db" | "audit" | "clock"> & { sealer: Sealer },
  caller: Caller,
): EngineSettingsStore {
  const { tenantId } = caller;

  const engineOf = (row: Row): EngineSettings["engine"] => {
    if (row.kind === null || row.kind === "offline") return row.kind === null ? null : { kind: "offline" };
    if (row.base_url === null || row.model === null) throw new Error("An engine has no server or no model");
    const apiKey = row.key_sealed === null ? null : openKey(sealer, row.key_sealed, tenantId);
    const { base_url: baseUrl, model, api_version: apiVersion } = row;
    return { kind: "openai", baseUrl, apiKey, model, apiVersion };
  };

  return {
    read: () =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query("SELECT * FROM tenant_engines WHERE tenant_id = $1", [tenantId]);
        const row = z.array(Row).parse(rows)[0];
        if (row === undefined) return NOTHING;
        const { prompt_usd: promptUsd, completion_usd: completionUsd, monthly_usd: monthlyUsd } = row;
        const price = promptUsd === null || completionUsd === null ? null : { promptUsd, completionUsd };
        return { engine: engineOf(row), price, monthlyUsd, secondLook: row.second_look };
      }),

    write: ({ engine, price, monthlyUsd, secondLook }) =>
      db.withTenant(caller, async (tx) => {
        const model = engine?.kind === "openai" ? engine : null;
        const sealed =
          model === null || model.apiKey === null ? null : sealer.seal(model.apiKey, modelKeyPlace(tenantId));
        await tx.query(
          `INSERT INTO tenant_engines (tenant_id, kind, base_url, model, api_version, key_sealed, prompt_usd,
             completion_usd, monthly_usd, second_look, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT (tenant_id) DO UPDATE SET kind = excluded.kind, base_url = excluded.base_url,
             model = excluded.model, api_version = excluded.api_version, key_sealed = excluded.key_sealed,
             prompt_usd = excluded.prompt_usd, completion_usd = excluded.completion_usd,
             monthly_usd = excluded.monthly_usd, second_look = excluded.second_look, updated_at = excluded.updated_at`,
          [
            ...[tenantId, engine?.kind ?? null, model?.baseUrl ?? null, model?.model ?? null],
            ...[model?.apiVersion ?? null, sealed, price?.promptUsd ?? null, price?.completionUsd ?? null],
            ...[monthlyUsd, secondLook, clock.now()],
          ],
        );
        const to = [engine?.kind ?? "default", ...(model === null ? [] : [model.model])].join(" ");
        const by = namedActor(caller);
        await audit.append(tx, caller, [{ type: "policy-changed", by, policy: "engine", to }]);
      }),
  };
}

/** Sealed under a key that is gone: the server will miss it and say so, and the offline engine goes on meanwhile. */
function openKey(sealer: Sealer, sealed: string, tenantId: string): string | null {
  try {
    return sealer.open(sealed, modelKeyPlace(tenantId)).text;
  } catch (error) {
    if (error instanceof SealFault) return null;
    throw error;
  }
}

import * as z from "zod/mini";

/**
 * What a model is asked for, as far as that is known before the call: a plan, a second look at texts that try to give
 * orders, once more because the first answer could not be read, or a trial of its settings.
 */
export const MODEL_USES = ["plan", "look", "repair", "trial"] as const;
export const ModelUse = z.enum(MODEL_USES);
export type ModelUse = z.infer<typeof ModelUse>;

/** A limit for a month (UTC): of the whole site, of one project, or of one use. All that apply hold. */
export const Cap = z
  .strictObject({
    scope: z.enum(["site", "project", "use"]),
    /** A project's key, or a use; empty for the site. */
    name: z.string().check(z.maxLength(255)),
    monthlyUsd: z.nullable(z.number().check(z.minimum(0), z.maximum(1_000_000))),
    monthlyTokens: z.nullable(z.int().check(z.minimum(0), z.maximum(1_000_000_000_000))),
  })
  .check(
    z.refine(
      ({ scope, name }) =>
        (scope === "site" && name === "") ||
        (scope === "project" && /^[A-Z][A-Z0-9_]{0,254}$/.test(name)) ||
        (scope === "use" && MODEL_USES.some((use) => use === name)),
      `name a project by its key, or one of ${MODEL_USES.join(", ")}; a site has no name`,
    ),
  );
export type Cap = z.infer<typeof Cap>;

export const WARNING_LEVELS = [50, 80, 100] as const;
export type BudgetUnit = "usd" | "tokens";

/** A limit has been reached to this part, in percent. Said once a month. */
export type BudgetWarning = Pick<Cap, "scope" | "name"> & { unit: BudgetUnit; level: number; at: string };

export type UsageSum = { key: string; nanoUsd: number; tokens: number; unpricedTokens: number };

/** One unit of one limit. In billionths of a dollar, or in tokens; `share` null: nothing at all may be spent. */
export type CapView = Pick<Cap, "scope" | "name"> & {
  unit: BudgetUnit;
  limit: number;
  used: number;
  reserved: number;
  share: number | null;
};

/** GET /operator/usage: what a site's models used in a month of UTC. */
export type UsageView = {
  month: string;
  total: Omit<UsageSum, "key">;
  /** For calls under way, and for those whose cost nobody will know. */
  reserved: { nanoUsd: number; tokens: number };
  byDay: UsageSum[];
  byModel: UsageSum[];
  byUse: UsageSum[];
  /** The empty key: asked for no project. */
  byProject: UsageSum[];
  /** To the end of the month, as it went so far; null for another month, and on the first day. */
  forecast: {
    nanoUsd: number;
    tokens: number;
    range: { lowNanoUsd: number; highNanoUsd: number } | null;
  } | null;
  caps: CapView[];
  warnings: BudgetWarning[];
};

import type { ActAs, Result, TokenPrice } from "../kit/index.ts";
import type {
  BudgetUnit,
  BudgetWarning,
  Cap,
  ModelUse,
  AuditEntry,
  InstallationId,
  ReservationId,
  TenantId,
} from "../contract/index.ts";
import type { FreshInstallation, Installation, InstallationState, Licence, Tenant } from "./installation.ts";

/** What must happen after a change, put on the queue in the change's own transaction: both or neither. */
export type InstallationFollowUp = {
  do: "verify-installation";
  installation: InstallationId;
  afterMs?: number;
};

/** A token that may have one effect, with what stood beside it. Kept until it would be refused anyway. */
export type OnceToken = { digest: string; bodyDigest: string; until: Date };

export type InstallationStore = {
  /** The narrow door outside a tenant: a key that came with a token leads to its installation, secret opened. */
  findByClientKey(clientKey: string): Promise<Installation | undefined>;
  find(tenantId: TenantId, id: InstallationId): Promise<Installation | undefined>;
  /** All installations of the tenant, whatever their state. */
  list(tenantId: TenantId): Promise<Installation[]>;
  /**
   * Writes the whole row, new or known by its client key (then its id and tenant stay), with its audit
   * lines and what follows, in one transaction. The secret is sealed on the way. False, and nothing written, when
   * `token` was used with another body before; the same once more is written once more.
   */
  save(
    installation: FreshInstallation,
    entries: readonly AuditEntry[],
    then: readonly InstallationFollowUp[],
    token?: OnceToken,
  ): Promise<boolean>;
  /**
   * Changes the state alone, and only while the row still has the state and base URL of `before`; the secret
   * stays as it is in the table, which may be newer. False means that someone else was first, or that `token` was
   * used before.
   */
  setState(
    before: Installation,
    change: { state: InstallationState; uninstalledAt: Date | null },
    entries: readonly AuditEntry[],
    token?: OnceToken,
  ): Promise<boolean>;
  setLicence(tenantId: TenantId, id: InstallationId, licence: Licence | null): Promise<void>;
  /**
   * Gives the installation to another tenant: its site moved to an origin that has one already. Taken from the
   * first and added to the second, the secret sealed anew for its place.
   */
  move(installation: Installation, to: TenantId): Promise<void>;
};

export type TenantStore = {
  /**
   * The tenant of this origin; made when there is none (with an audit key of its own), then with this
   * `eraseAfter`, since the first install may never prove itself. Two at once make one.
   */
  findOrCreate(origin: string, made: { at: Date; eraseAfter: Date }): Promise<Tenant>;
  findByOrigin(origin: string): Promise<Tenant | undefined>;
  find(id: TenantId): Promise<Tenant | undefined>;
  /** The site has a new address. False: another tenant has that origin. */
  setOrigin(id: TenantId, origin: string): Promise<boolean>;
  setErasure(id: TenantId, change: Pick<Tenant, "uninstalledAt" | "eraseAfter">): Promise<void>;
  /** As whom Jira is changed on this site; null: as the operator's setting says. */
  actAs(id: TenantId): Promise<ActAs | null>;
  /** False: there is no such tenant. */
  setActAs(id: TenantId, to: ActAs | null): Promise<boolean>;
  list(): Promise<TenantId[]>;
  /** Those with an undecided proposal whose time is over. */
  listToExpire(now: Date): Promise<TenantId[]>;
  /** Those with a delivery that nobody drained, or work under way that nobody has touched since. */
  listWithLostWork(untouchedSince: Date): Promise<TenantId[]>;
  /** Those whose `eraseAfter` is not after `now`. */
  listToErase(now: Date): Promise<TenantId[]>;
  /**
   * Deletes the tenant and all that belongs to it, and only while its `eraseAfter` is not after `now`. The audit
   * chain stays, without what its digests stand for. False: it was installed again in between.
   */
  erase(id: TenantId, now: Date): Promise<boolean>;
};

export type UsageLine = {
  /** `2026-11-23`, in UTC. */
  day: string;
  model: string;
  direction: "prompt" | "completion";
  tokens: number;
  /** Of them, those whose price was not known. */
  unpricedTokens: number;
  nanoUsd: number;
};

/** One call to a model: for what, in which project, and what it may cost at most; `nanoUsd` null: no price is known. */
export type AskedCall = {
  use: ModelUse;
  project: string | null;
  nanoUsd: number | null;
  tokens: number;
  /** What the site may spend in the month by its engine's own settings, beside the limits that are kept here. */
  siteNanoUsd: number | null;
};

/** Which limit stands in the way of a call. */
export type BrokenCap = Pick<Cap, "scope" | "name"> & { unit: BudgetUnit };
export type NotReserved = { code: "over-budget" | "no-price"; cap: BrokenCap; warned: BudgetWarning[] };

/** What one tenant has used of its models. Amounts are billionths of a US dollar. */
export type UsageStore = {
  /**
   * Puts aside what a call may cost, if it fits into every limit of the month that applies, beside what was spent and
   * what other calls have put aside, also in other processes. Null: there is no limit, and nothing to put aside.
   */
  reserve(asked: AskedCall & { now: Date; until: Date }): Promise<Result<ReservationId | null, NotReserved>>;
  /**
   * Adds the server's own figures to the day, and ends the reservation, both or neither. `paid` null: no price is known.
   * Answers what the month's limits have reached by that, each once.
   */
  settle(
    reservation: ReservationId | null,
    spent: Pick<AskedCall, "use" | "project" | "siteNanoUsd"> & {
      model: string;
      at: Date;
      used: { promptTokens: number; completionTokens: number };
      paid: { prompt: number; completion: number } | null;
    },
  ): Promise<BudgetWarning[]>;
  free(reservation: ReservationId): Promise<void>;
  /** Nobody knows what the call cost: what was put aside stays so until then. */
  keep(reservation: ReservationId, until: Date): Promise<void>;
  /** The days of the month that `at` lies in, and what is put aside now. */
  month(at: Date): Promise<{ lines: UsageLine[]; reservedNanoUsd: number }>;
  /** The same by project and use. */
  detail(at: Date): Promise<{ used: UsageDetail[]; reserved: ReservedDetail[] }>;
};

export type UsageDetail = {
  day: string;
  model: string;
  project: string;
  use: string;
  tokens: number;
  unpricedTokens: number;
  nanoUsd: number;
};
export type ReservedDetail = { project: string; use: string; tokens: number; nanoUsd: number };

/** What a site was last heard to say of our licence. */
export type KeptLicence = {
  state: "active" | "trial" | "none" | "free";
  since: Date;
  /** When one that there was had run out; null: there is one, or never was. */
  lapsedAt: Date | null;
  checkedAt: Date;
};

export type LicenceStore = {
  read(): Promise<KeptLicence | undefined>;
  /** `before`: what an installation kept of it before anything was kept here. Answers how it stands now. */
  note(state: KeptLicence["state"], before: Licence | null, at: Date): Promise<KeptLicence>;
};

/** What a tenant may spend, beside what its engine's settings say. */
export type BudgetStore = {
  caps(): Promise<Cap[]>;
  /** With neither dollars nor tokens there is no limit any more. */
  setCap(cap: Cap): Promise<void>;
  /** Of the month that `at` lies in, the newest first. */
  warnings(at: Date): Promise<BudgetWarning[]>;
};

/** How a tenant's work goes. */
export type HealthStore = {
  read(): Promise<{
    /** `unread`: received, and nobody has looked yet. */
    webhooks: { lastAt: Date | null; lastDay: number; unread: number };
    requests: { waiting: number; failedLastWeek: number };
    proposals: { failed: number; atWork: number };
  }>;
};

/** Which engine answers for a tenant. */
export type EngineChoice =
  | { kind: "offline" }
  | {
      kind: "openai";
      baseUrl: string;
      apiKey: string | null;
      model: string;
      /** Set for paths as Azure has them. */
      apiVersion: string | null;
    };

/** What a tenant has said about its engine; null: as the operator's settings say. */
export type EngineSettings = {
  engine: EngineChoice | null;
  price: TokenPrice | null;
  monthlyUsd: number | null;
  /** Ask the model a second time, for text of others that tries to give orders. */
  secondLook: boolean | null;
};

export type EngineSettingsStore = {
  read(): Promise<EngineSettings>;
  /** The key is sealed on the way, and the log keeps which engine it is. */
  write(settings: EngineSettings): Promise<void>;
};

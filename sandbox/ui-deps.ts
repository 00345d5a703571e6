import type { Request, Response } from "express";
import type { Result } from "./result.ts";
import type { Site } from "./site.ts";
import type {
  Exchange,
  Installation,
  Person,
  Product,
  Settings,
  TenantName,
  TokenNote,
  WebhookDelivery,
} from "./state.ts";

export type ModuleUrlRequest = {
  appKey: string;
  moduleKey: string;
  viewer: Person;
  /** The issue the module is shown beside, if any. */
  issueKey: string | null;
  /** The page the module is shown on, if any. */
  pageId: string | null;
};

export type SignedModule = {
  appKey: string;
  moduleKey: string;
  moduleType: string;
  name: string;
  icon: string | null;
  label: string | null;
  /** Absolute, signed for this viewer, good for 15 minutes. */
  url: string;
};

/** What the site's own pages are given beside the sites themselves. */
export type UiDeps = {
  siteOf(request: Request): Site;
  /** Who looks at the page: from the session cookie, else the tenant's first project lead. */
  personOf(request: Request): Person;
  /** Switches the session of this browser to another person. */
  switchPerson(response: Response, accountId: string): void;
  otherOrigins(): { tenant: TenantName; origin: string }[];
  apps: {
    install(site: Site, descriptorUrl: string, products: Product[]): Promise<Result<Installation[]>>;
    uninstall(site: Site, product: Product, appKey: string): Promise<Result<null>>;
    setEnabled(site: Site, product: Product, appKey: string, enabled: boolean): Promise<Result<null>>;
    /** Installs again with a new shared secret, as Atlassian does when it rotates one. */
    rotateSecret(site: Site, product: Product, appKey: string): Promise<Result<null>>;
  };
  /** Issue-context panels of the enabled apps, each with a fresh signed URL. */
  issuePanels(site: Site, viewer: Person, issueKey: string): Result<SignedModule[]>;
  moduleUrl(site: Site, request: ModuleUrlRequest): Result<SignedModule>;
  /** What `AP.context.getToken()` answers. */
  contextToken(site: Site, request: ModuleUrlRequest): Result<string>;
  settings(site: Site, settings: Partial<Settings>): void;
  recent(site: Site): { deliveries: WebhookDelivery[]; tokens: TokenNote[]; exchanges: Exchange[] };
  resendWebhook(site: Site, identifier: string): Result<null>;
  reset(site: Site): Promise<void>;
};

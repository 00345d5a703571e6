import type { Fault } from "./fault.ts";
import type { Exchange, Product, Settings, TokenNote, WebhookDelivery } from "./state.ts";

/** What the live stream says. Names and keys only: whoever listens reads the rest with their own permissions. */
export type SiteEvent =
  | {
      type: "issue-created" | "issue-updated" | "issue-deleted";
      key: string;
      projectKey: string;
      by: string;
      fields: string[];
    }
  | { type: "page-changed"; pageId: string }
  | {
      type: "installation-changed";
      appKey: string;
      product: Product;
      state: "installed" | "uninstalled" | "enabled" | "disabled";
    }
  | { type: "webhook"; delivery: WebhookDelivery }
  | { type: "token"; note: TokenNote }
  | { type: "exchange"; exchange: Exchange }
  | { type: "faults"; faults: Fault[] }
  | { type: "settings"; settings: Settings }
  | { type: "reset" };

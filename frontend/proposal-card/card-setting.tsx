import { createContext, useContext, type ReactNode } from "react";
import type { AccountId, ProposalId, ProposalView } from "../../server/contract/index.ts";
import type { CardApi } from "../api/index.ts";

/** What a card needs from the page around it. */
export type CardSetting = {
  api: CardApi;
  viewer: AccountId;
  issueKey: string;
  openIssue: (key: string) => void;
  /** `look`: decisions are not offered. `paused`: shown, but not to be pressed just now. */
  decisions: "offered" | "paused" | "look";
  /** Puts a proposal's newest view where `id` stood. */
  replace: (id: ProposalId, view: ProposalView) => void;
  /** Asks the server how things stand. */
  lookAgain: () => void;
};

const Setting = createContext<CardSetting | null>(null);

export function CardSettingProvider({ setting, children }: { setting: CardSetting; children: ReactNode }) {
  return <Setting value={setting}>{children}</Setting>;
}

export function useCardSetting(): CardSetting {
  const setting = useContext(Setting);
  if (setting === null) throw new Error("A card was drawn outside its CardSettingProvider");
  return setting;
}

import type { ComponentType } from "react";
import type { AdminView } from "../../server/contract/index.ts";
import type { SectionProps } from "./admin-source.ts";
import { EngineSection } from "./engine/engine-section.tsx";
import { HealthSection } from "./health/health-section.tsx";
import { HeldSection } from "./held/held-section.tsx";
import { PrivacySection } from "./privacy/privacy-section.tsx";
import { RulesSection } from "./rules/rules-section.tsx";
import { TokensSection } from "./tokens/tokens-section.tsx";

type Section = {
  key: string;
  title: string;
  /** How it stands, in a word or two. */
  state: (view: AdminView) => string;
  Body: ComponentType<SectionProps>;
};

/** All there is to administer, in the order of the menu. A section is one folder and one line here. */
export const SECTIONS: readonly Section[] = [
  { key: "engine", title: "Engine", state: sayEngine, Body: EngineSection },
  {
    key: "rules",
    title: "Rules",
    state: ({ rules }) => (rules === 0 ? "None" : `${rules} on`),
    Body: RulesSection,
  },
  { key: "privacy", title: "Privacy", state: ({ kept }) => `${kept} kinds kept back`, Body: PrivacySection },
  {
    key: "held",
    title: "Held back",
    state: ({ held }) => (held === 0 ? "Nothing" : `${held} wait`),
    Body: HeldSection,
  },
  {
    key: "tokens",
    title: "API tokens",
    state: ({ tokens }) => (tokens === 0 ? "None" : `${tokens} active`),
    Body: TokensSection,
  },
  { key: "health", title: "Health", state: sayHealth, Body: HealthSection },
];

function sayEngine({ engine }: AdminView): string {
  return engine.kind === "offline" ? "Offline" : (engine.model ?? "Model");
}

function sayHealth({ licence, failed }: AdminView): string {
  if (licence === "unlicensed") return "No licence";
  return failed === 0 ? "Good" : `${failed} failed`;
}

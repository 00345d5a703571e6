import type { ComponentType } from "react";
import type { AdminView } from "../../server/contract/index.ts";
import type { SectionProps } from "./admin-source.ts";
import { AuditSection } from "./audit/audit-section.tsx";
import { EngineSection } from "./engine/engine-section.tsx";
import { FeedbackSection } from "./feedback/feedback-section.tsx";
import { HealthSection } from "./health/health-section.tsx";
import { HeldSection } from "./held/held-section.tsx";
import { PolicySection } from "./policy/policy-section.tsx";
import { PrivacySection } from "./privacy/privacy-section.tsx";
import { RulesSection } from "./rules/rules-section.tsx";
import { StopSection } from "./stop/stop-section.tsx";
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
  { key: "policy", title: "Policy", state: sayPolicy, Body: PolicySection },
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
  { key: "feedback", title: "Feedback", state: () => "", Body: FeedbackSection },
  { key: "audit", title: "Audit", state: () => "", Body: AuditSection },
  {
    key: "stop",
    title: "Stop switch",
    state: ({ stopped }) => (stopped ? "Stopped" : "Running"),
    Body: StopSection,
  },
  { key: "health", title: "Health", state: sayHealth, Body: HealthSection },
];

function sayEngine({ engine }: AdminView): string {
  return engine.kind === "offline" ? "Offline" : (engine.model ?? "Model");
}

function sayPolicy({ policy }: AdminView): string {
  if (policy.version === 0) return "Everything asks";
  return policy.alone ? "Some goes alone" : `Version ${policy.version}`;
}

function sayHealth({ licence, failed }: AdminView): string {
  if (licence === "unlicensed") return "No licence";
  return failed === 0 ? "Good" : `${failed} failed`;
}

import type {
  AdminView,
  AuditPageView,
  EngineSettingsView,
  EngineTestView,
  FeedbackView,
  HealthView,
  HeldTextView,
  HeldView,
  NewTokenView,
  PolicyPageView,
  PolicyTryView,
  PrivacyView,
  RulesView,
  RuleTriesView,
  StopView,
  TokensView,
} from "../../server/contract/index.ts";
import { has, isObject, type Guard } from "./read-answers.ts";

const listOf = (value: unknown, key: string, lists: readonly string[], texts: readonly string[]): boolean =>
  isObject(value) && Array.isArray(value[key]) && value[key].every((one: unknown) => has(one, lists, texts));

export const isAdminView: Guard<AdminView> = (value): value is AdminView =>
  has(value, [], ["viewer", "site", "licence"]) && isObject(value) && isObject(value["engine"]);

export const isEngineSettingsView: Guard<EngineSettingsView> = (value): value is EngineSettingsView =>
  has(value, [], ["choice", "baseUrl", "model", "apiVersion"]) &&
  isObject(value) &&
  isObject(value["byDefault"]);

export const isEngineTestView: Guard<EngineTestView> = (value): value is EngineTestView =>
  isObject(value) && typeof value["ok"] === "boolean" && typeof value["latencyMs"] === "number";

export const isPrivacyView: Guard<PrivacyView> = (value): value is PrivacyView =>
  listOf(value, "types", [], ["type", "treatment", "byDefault"]);

export const isRulesView: Guard<RulesView> = (value): value is RulesView =>
  listOf(value, "rules", ["when"], ["id"]) && has(value, [], ["version"]);

export const isRuleTriesView: Guard<RuleTriesView> = (value): value is RuleTriesView =>
  listOf(value, "tries", ["without", "with", "rules"], ["issue"]);

export const isTokensView: Guard<TokensView> = (value): value is TokensView =>
  listOf(value, "tokens", ["scopes"], ["id", "name", "state"]);

export const isNewTokenView: Guard<NewTokenView> = (value): value is NewTokenView =>
  isTokensView(value) && has(value, [], ["secret"]);

export const isHeldView: Guard<HeldView> = (value): value is HeldView =>
  listOf(value, "held", [], ["id", "place", "at"]);

export const isHeldTextView: Guard<HeldTextView> = (value): value is HeldTextView =>
  isObject(value) && (value["text"] === null || typeof value["text"] === "string");

export const isHealthView: Guard<HealthView> = (value): value is HealthView =>
  has(value, ["installations"], ["licence"]) && isObject(value) && isObject(value["webhooks"]);

export const isPolicyPageView: Guard<PolicyPageView> = (value): value is PolicyPageView =>
  has(value, ["versions"]) &&
  isObject(value) &&
  has(value["current"], ["said"]) &&
  isObject(value["current"]) &&
  has(value["current"]["document"], ["lines", "approvers"]);

export const isPolicyTryView: Guard<PolicyTryView> = (value): value is PolicyTryView =>
  has(value, ["changes", "against"]) && isObject(value) && typeof value["alone"] === "number";

export const isStopView: Guard<StopView> = (value): value is StopView =>
  isObject(value) && typeof value["stopped"] === "boolean";

export const isAuditPageView: Guard<AuditPageView> = (value): value is AuditPageView =>
  listOf(value, "lines", [], ["at", "type", "by"]) && isObject(value) && isObject(value["key"]);

export const isFeedbackView: Guard<FeedbackView> = (value): value is FeedbackView =>
  has(value, ["byAction", "byField", "byProject", "byEngine", "byPrompt", "byWeek", "reasons"]) &&
  isObject(value) &&
  isObject(value["total"]) &&
  isObject(value["reliability"]);

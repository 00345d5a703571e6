import type {
  EngineRequest,
  PersonalDataRules,
  PolicyRestoreRequest,
  PolicySaveRequest,
  PolicyTryRequest,
  RulesRequest,
  StopRequest,
  TokenRequest,
} from "../../server/contract/index.ts";
import { createCaller, createDownloader, type CallDeps } from "./call-server.ts";
import {
  isAdminView,
  isAuditPageView,
  isEngineSettingsView,
  isEngineTestView,
  isFeedbackView,
  isHealthView,
  isHeldTextView,
  isHeldView,
  isNewTokenView,
  isPolicyPageView,
  isPolicyTryView,
  isPrivacyView,
  isRulesView,
  isRuleTriesView,
  isStopView,
  isTokensView,
} from "./read-admin-answers.ts";

export type AdminApi = ReturnType<typeof createAdminApi>;

/** The administration's endpoints, typed. Every function answers with a value or a problem in words. */
export function createAdminApi(deps: CallDeps) {
  const call = createCaller(deps);
  const download = createDownloader(deps);
  const at = (rest: string) => `/api/admin${rest}`;
  return {
    readAll: (signal?: AbortSignal) => call({ method: "GET", path: at(""), signal }, isAdminView),
    readEngine: (signal?: AbortSignal) =>
      call({ method: "GET", path: at("/engine"), signal }, isEngineSettingsView),
    saveEngine: (body: EngineRequest) =>
      call({ method: "PUT", path: at("/engine"), body }, isEngineSettingsView),
    testEngine: (body: EngineRequest) =>
      call({ method: "POST", path: at("/engine/test"), body }, isEngineTestView),
    readPrivacy: (signal?: AbortSignal) =>
      call({ method: "GET", path: at("/privacy"), signal }, isPrivacyView),
    savePrivacy: (body: PersonalDataRules) =>
      call({ method: "PUT", path: at("/privacy"), body }, isPrivacyView),
    readRules: (signal?: AbortSignal) => call({ method: "GET", path: at("/rules"), signal }, isRulesView),
    saveRules: (body: RulesRequest) => call({ method: "PUT", path: at("/rules"), body }, isRulesView),
    tryRules: (body: RulesRequest) => call({ method: "POST", path: at("/rules/try"), body }, isRuleTriesView),
    readTokens: (signal?: AbortSignal) => call({ method: "GET", path: at("/tokens"), signal }, isTokensView),
    makeToken: (body: TokenRequest) => call({ method: "POST", path: at("/tokens"), body }, isNewTokenView),
    revokeToken: (id: string) =>
      call({ method: "POST", path: at(`/tokens/${id}/revoke`), body: {} }, isTokensView),
    readHeld: (signal?: AbortSignal) => call({ method: "GET", path: at("/held"), signal }, isHeldView),
    showHeld: (id: string) =>
      call({ method: "POST", path: at(`/held/${id}/show`), body: {} }, isHeldTextView),
    endHeld: (id: string, change: "release" | "erase") =>
      call({ method: "POST", path: at(`/held/${id}/${change}`), body: {} }, isHeldView),
    readPolicy: (signal?: AbortSignal) =>
      call({ method: "GET", path: at("/policy"), signal }, isPolicyPageView),
    savePolicy: (body: PolicySaveRequest) =>
      call({ method: "PUT", path: at("/policy"), body }, isPolicyPageView),
    restorePolicy: (body: PolicyRestoreRequest) =>
      call({ method: "POST", path: at("/policy/restore"), body }, isPolicyPageView),
    tryPolicy: (body: PolicyTryRequest) =>
      call({ method: "POST", path: at("/policy/try"), body }, isPolicyTryView),
    readStop: (signal?: AbortSignal) => call({ method: "GET", path: at("/stop"), signal }, isStopView),
    stop: (body: StopRequest) => call({ method: "POST", path: at("/stop"), body }, isStopView),
    go: () => call({ method: "POST", path: at("/go"), body: {} }, isStopView),
    readAudit: (asked: Readonly<Record<string, string>>, signal?: AbortSignal) =>
      call({ method: "GET", path: at(`/audit?${new URLSearchParams(asked)}`), signal }, isAuditPageView),
    readFeedback: (days: number, signal?: AbortSignal) =>
      call({ method: "GET", path: at(`/feedback?days=${days}`), signal }, isFeedbackView),
    /** A file, as it is saved. */
    download: (rest: string) => download({ method: "GET", path: at(rest) }),
    readHealth: (signal?: AbortSignal) => call({ method: "GET", path: at("/health"), signal }, isHealthView),
  };
}

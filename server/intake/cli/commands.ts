import {
  ASSIGN_USAGE,
  COMMENT_USAGE,
  CREATE_USAGE,
  createTicket,
  PLAN_USAGE,
  speak,
  TRANSITION_USAGE,
} from "./ask.ts";
import {
  AUDIT_USAGE,
  eraseFromAudit,
  exportAudit,
  listAudit,
  showKey,
  verifyAudit,
  type AuditDeps,
} from "./audit.ts";
import type { Command } from "./command.ts";
import { approve, APPROVE_USAGE, listProposals, PROPOSALS_USAGE, reject, REJECT_USAGE } from "./decide.ts";
import { EVAL_USAGE, evaluate, type EvalDeps } from "./eval.ts";
import {
  changeHeld,
  createToken,
  listHeld,
  listTokens,
  PERSONAL_DATA_USAGE,
  QUARANTINE_USAGE,
  revokeToken,
  RULES_USAGE,
  settings,
  TOKEN_USAGE,
  tryRules,
  type OperateDeps,
} from "./operate.ts";
import { listVersions, POLICY_USAGE, restorePolicy, setPolicy, showPolicy, tryPolicyFile } from "./policy.ts";
import { STOP_USAGE, throwSwitch } from "./stop.ts";
import { doctor, DOCTOR_USAGE, type DoctorDeps } from "./doctor.ts";
import {
  changeSuggestion,
  countRules,
  exportFeedback,
  FEEDBACK_USAGE,
  listSuggestions,
  showFeedback,
} from "./feedback.ts";
import { guard, GUARD_USAGE } from "./guard.ts";
import { ENGINE_USAGE, runTenantEngine, type TenantEngineDeps } from "./tenant-engine.ts";
import { listTenants, setActAs, TENANTS_USAGE, type TenantsDeps } from "./tenants.ts";
import {
  budget,
  BUDGET_USAGE,
  LICENCE_USAGE,
  showLicence,
  PRICES_USAGE,
  showPrices,
  showUsage,
  USAGE_USAGE,
} from "./usage.ts";
import { USAGE as JWT_USAGE, verifyJwt, type VerifyJwtDeps } from "./verify-jwt.ts";

type Opened<Deps extends { openTenants: () => Promise<unknown> }> = Awaited<ReturnType<Deps["openTenants"]>>;

export type CliDeps = VerifyJwtDeps &
  EvalDeps &
  OperateDeps &
  AuditDeps &
  DoctorDeps & { openTenants: () => Promise<Opened<TenantsDeps> & Opened<TenantEngineDeps>> };

const ENGINE_SUMMARIES = {
  engine: "what answers for one site, and what it may cost",
  usage: "what a site's engine has cost this month",
  reply: "a reply of a model that could not be read",
} as const;

/** Every command there is, in the order in which the help lists them. A new one is a line here. */
export const COMMANDS: readonly Command<CliDeps>[] = [
  {
    name: "plan",
    summary: "what would be proposed for a text; stores nothing",
    usage: PLAN_USAGE,
    run: speak("plan"),
  },
  { name: "create-ticket", summary: "proposes a new issue", usage: CREATE_USAGE, run: createTicket },
  { name: "comment", summary: "proposes a comment", usage: COMMENT_USAGE, run: speak("comment") },
  { name: "assign", summary: "proposes an assignee", usage: ASSIGN_USAGE, run: speak("assign") },
  {
    name: "transition",
    summary: "proposes a move to a status",
    usage: TRANSITION_USAGE,
    run: speak("transition"),
  },
  { name: "proposals", summary: "lists proposals, or shows one", usage: PROPOSALS_USAGE, run: listProposals },
  {
    name: "approve",
    summary: "says yes to a plan, and waits until it is done",
    usage: APPROVE_USAGE,
    run: approve,
  },
  { name: "reject", summary: "says no to a plan", usage: REJECT_USAGE, run: reject },
  {
    name: "token create",
    summary: "makes an API token and prints it once",
    usage: TOKEN_USAGE,
    run: createToken,
  },
  { name: "token list", summary: "the API tokens of a site", usage: TOKEN_USAGE, run: listTokens },
  { name: "token revoke", summary: "ends an API token", usage: TOKEN_USAGE, run: revokeToken },
  {
    name: "policy show",
    summary: "the policy of a site",
    usage: POLICY_USAGE,
    run: showPolicy("document"),
  },
  {
    name: "policy say",
    summary: "the policy of a site in sentences",
    usage: POLICY_USAGE,
    run: showPolicy("sentences"),
  },
  {
    name: "policy try",
    summary: "what a policy would have made of the last proposals",
    usage: POLICY_USAGE,
    run: tryPolicyFile,
  },
  {
    name: "policy set",
    summary: "lays down the policy of a site",
    usage: POLICY_USAGE,
    run: setPolicy,
  },
  {
    name: "policy versions",
    summary: "every policy that a site has had",
    usage: POLICY_USAGE,
    run: listVersions,
  },
  {
    name: "policy restore",
    summary: "takes up an old policy of a site again",
    usage: POLICY_USAGE,
    run: restorePolicy,
  },
  { name: "stop", summary: "stops a whole site at once", usage: STOP_USAGE, run: throwSwitch("stop") },
  { name: "go", summary: "lets a stopped site go on", usage: STOP_USAGE, run: throwSwitch("go") },
  { name: "rules show", summary: "the rules of a site", usage: RULES_USAGE, run: settings("rules", "show") },
  {
    name: "rules set",
    summary: "lays down the rules of a site",
    usage: RULES_USAGE,
    run: settings("rules", "set"),
  },
  {
    name: "rules try",
    summary: "what rules would change in the plans of the last requests",
    usage: RULES_USAGE,
    run: tryRules,
  },
  {
    name: "personal-data show",
    summary: "what a site does about personal data",
    usage: PERSONAL_DATA_USAGE,
    run: settings("personal-data", "show"),
  },
  {
    name: "personal-data set",
    summary: "lays down what a site does about personal data",
    usage: PERSONAL_DATA_USAGE,
    run: settings("personal-data", "set"),
  },
  {
    name: "quarantine list",
    summary: "requests that are held back for their personal data",
    usage: QUARANTINE_USAGE,
    run: listHeld,
  },
  {
    name: "quarantine show",
    summary: "the text of a request that is held back",
    usage: QUARANTINE_USAGE,
    run: changeHeld("show"),
  },
  {
    name: "quarantine release",
    summary: "lets a request that is held back go on",
    usage: QUARANTINE_USAGE,
    run: changeHeld("release"),
  },
  {
    name: "quarantine erase",
    summary: "forgets a request that is held back",
    usage: QUARANTINE_USAGE,
    run: changeHeld("erase"),
  },
  {
    name: "audit list",
    summary: "what happened on a site, and by whom",
    usage: AUDIT_USAGE,
    run: listAudit,
  },
  {
    name: "audit export",
    summary: "the whole audit log of a site, with a signed end",
    usage: AUDIT_USAGE,
    run: exportAudit,
  },
  {
    name: "audit verify",
    summary: "proves an export from itself and the public key",
    usage: AUDIT_USAGE,
    run: verifyAudit,
  },
  {
    name: "audit key",
    summary: "the public part of the key that signs exports",
    usage: AUDIT_USAGE,
    run: showKey,
  },
  {
    name: "audit erase",
    summary: "forgets a person in a site's audit log",
    usage: AUDIT_USAGE,
    run: eraseFromAudit,
  },
  { name: "usage", summary: "what a site's models used, and a forecast", usage: USAGE_USAGE, run: showUsage },
  { name: "budget", summary: "what a site may spend on its models", usage: BUDGET_USAGE, run: budget },
  { name: "licence", summary: "how a site's licence stands", usage: LICENCE_USAGE, run: showLicence },
  { name: "prices", summary: "what models cost", usage: PRICES_USAGE, run: showPrices },
  {
    name: "feedback show",
    summary: "what people made of what was proposed on a site",
    usage: FEEDBACK_USAGE,
    run: showFeedback,
  },
  {
    name: "feedback export",
    summary: "every decision of a site as JSON lines, with nothing of anybody",
    usage: FEEDBACK_USAGE,
    run: exportFeedback,
  },
  {
    name: "feedback rules",
    summary: "how often each rule fired, and how often it could not",
    usage: FEEDBACK_USAGE,
    run: countRules,
  },
  {
    name: "feedback suggestions",
    summary: "rules that people's corrections speak for",
    usage: FEEDBACK_USAGE,
    run: listSuggestions,
  },
  ...(["accept", "dismiss"] as const).map(
    (change): Command<CliDeps> => ({
      name: `feedback ${change}`,
      summary: change === "accept" ? "takes a suggested rule over" : "waves a suggested rule off",
      usage: FEEDBACK_USAGE,
      run: changeSuggestion(change),
    }),
  ),
  {
    name: "doctor",
    summary: "looks at what TicketSmith stands on, and says what to do",
    usage: DOCTOR_USAGE,
    run: doctor,
  },
  {
    name: "tenants list",
    summary: "the sites that have TicketSmith, and as whom Jira is changed on each",
    usage: TENANTS_USAGE,
    run: (_args, terminal, deps) => listTenants(terminal, deps),
  },
  {
    name: "tenants act-as",
    summary: "as whom Jira is changed on one site",
    usage: TENANTS_USAGE,
    run: setActAs,
  },
  ...(["engine", "usage", "reply"] as const).map(
    (verb): Command<CliDeps> => ({
      name: `tenants ${verb}`,
      summary: ENGINE_SUMMARIES[verb],
      usage: ENGINE_USAGE,
      run: (args, terminal, deps) => runTenantEngine(verb, args, terminal, deps),
    }),
  ),
  {
    name: "eval",
    summary: "runs a file of cases through planning and measures the plans",
    usage: EVAL_USAGE,
    run: evaluate,
  },
  {
    name: "guard",
    summary: "measures what the guardrails find in a file, or shows it for one text",
    usage: GUARD_USAGE,
    run: guard,
  },
  {
    name: "jwt verify",
    summary: "whether a token is valid, by the proof that the app's doors ask for",
    usage: JWT_USAGE,
    run: verifyJwt,
  },
];

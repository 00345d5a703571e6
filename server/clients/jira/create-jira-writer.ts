import * as z from "zod";
import type { AccountId, ProposalId } from "../../contract/index.ts";
import {
  leastWaitMs,
  ProductFault,
  readLimit,
  refuse,
  type ActAs,
  type ProductRequest,
  type ProductResponse,
  type Transport,
} from "../../kit/index.ts";
import {
  traceOf,
  type JiraWriter,
  type Marks,
  type WriteOutcome,
  type WriterFor,
} from "../../execution/index.ts";
import type { Caller } from "../../tenants/index.ts";
import { asApp, type TransportFor } from "./app-transport.ts";
import { isFromJira, wordsOf } from "./jira-fault.ts";
import { IssueRefJson } from "./read-issue.ts";
import { adfDoc, writeFieldValue } from "./write-field-value.ts";

/** On a created issue and on comments; the issue's is indexed for JQL by our descriptor. */
export const MARK_PROPERTY = "ticketsmith-mark";
/** On an existing issue: the marks one proposal left there. */
export const marksProperty = (proposal: ProposalId): string => `${MARK_PROPERTY}-${proposal}`;

const ISSUE = "/rest/api/3/issue";

/**
 * The approver's own identity; the app's where the site's policy allows that. The writer says which. Until the
 * authorization server answers, a tenant whose policy does not say otherwise waits.
 */
export function createWriterFor(
  transportFor: TransportFor,
  actAsOf: (caller: Caller) => Promise<ActAs>,
): WriterFor {
  const appTransport = asApp(transportFor);

  async function asPerson(caller: Caller, accountId: AccountId) {
    try {
      return await transportFor(caller, { product: "jira", as: { kind: "person", accountId } });
    } catch (fault) {
      if (fault instanceof ProductFault && (await actAsOf(caller)) === "app-when-unreachable")
        return refuse("unreachable");
      throw fault;
    }
  }

  return async (caller, by) => {
    if (by === "app") {
      if ((await actAsOf(caller)) === "person-only")
        throw new ProductFault("Only people may act on this site", { said: ONLY_PEOPLE, lasting: true });
      return jiraWriter(await appTransport(caller), "app");
    }
    const own = await asPerson(caller, by);
    if (own.ok) return jiraWriter(own.value, "person");
    if (own.reason === "impersonation-refused" && (await actAsOf(caller)) === "person-only")
      throw new ProductFault("Impersonation was refused", { said: NOBODY_ELSE, lasting: true });
    return jiraWriter(await appTransport(caller), "app");
  };
}

const ONLY_PEOPLE = "This site has Jira changed as people only, and nobody said yes to this.";
const NOBODY_ELSE =
  "This site does not let TicketSmith act as the person who approved, and nobody else may act.";

function jiraWriter(transport: Transport, actedAs: JiraWriter["actedAs"]): JiraWriter {
  const send = (request: ProductRequest, { mark, notAfter, onSent = () => {} }: Marks) =>
    attempt(transport, { ...request, trace: traceOf(mark), notAfter }, (status) => {
      const { method, path, body = null } = request;
      onSent({ method, path, status, body });
    });
  const issuePath = (id: string, rest = "") => `${ISSUE}/${encodeURIComponent(id)}${rest}`;
  const nothing = (outcome: WriteOutcome<unknown>): WriteOutcome<null> =>
    outcome.kind === "ok" ? { kind: "ok", value: null } : outcome;
  const edit = async (id: string, fields: Readonly<Record<string, unknown>>, marks: Marks) =>
    nothing(
      await send(
        {
          method: "PUT",
          path: issuePath(id),
          template: `${ISSUE}/{issueIdOrKey}`,
          body: { fields, properties: [listOf(marks)] },
        },
        marks,
      ),
    );

  return {
    actedAs,
    async createIssue({ projectId, issueTypeId, fields }, marks) {
      const values = Object.fromEntries(fields.map(({ field, to }) => [field, writeFieldValue(to)]));
      const body = {
        fields: { ...values, project: { id: projectId }, issuetype: { id: issueTypeId } },
        properties: [single(marks)],
      };
      const outcome = await send({ method: "POST", path: ISSUE, template: ISSUE, body }, marks);
      return read(outcome, IssueRefJson);
    },
    editFields: (issue, fields, marks) =>
      edit(
        issue,
        Object.fromEntries(fields.map(({ field, value }) => [field, writeFieldValue(value)])),
        marks,
      ),
    setAssignee: (issue, accountId, marks) =>
      edit(issue, { assignee: accountId === null ? null : { accountId } }, marks),
    async transition(issue, transitionId, marks) {
      const body = { transition: { id: transitionId }, properties: [listOf(marks)] };
      const path = issuePath(issue, "/transitions");
      return nothing(
        await send({ method: "POST", path, template: `${ISSUE}/{issueIdOrKey}/transitions`, body }, marks),
      );
    },
    async addComment(issue, blocks, marks) {
      const body = { body: adfDoc(blocks), properties: [single(marks)] };
      const path = issuePath(issue, "/comment");
      const outcome = await send(
        { method: "POST", path, template: `${ISSUE}/{issueIdOrKey}/comment`, body },
        marks,
      );
      return read(
        outcome,
        z.object({ id: z.string() }).transform(({ id }) => ({ commentId: id })),
      );
    },
    async link({ issue, other, direction, linkType }, marks) {
      // Jira reads "outwardIssue <outward words> …" from the inward side: the issue that acts is the inward one.
      const [inward, outward] = direction === "outward" ? [issue, other] : [other, issue];
      const body = {
        type: { id: linkType.id },
        inwardIssue: { id: inward.id },
        outwardIssue: { id: outward.id },
      };
      const path = "/rest/api/3/issueLink";
      return nothing(await send({ method: "POST", path, template: path, body }, marks));
    },
    async deleteComment(issue, commentId, marks) {
      const path = issuePath(issue, `/comment/${encodeURIComponent(commentId)}`);
      const template = `${ISSUE}/{issueIdOrKey}/comment/{id}`;
      return gone(await send({ method: "DELETE", path, template }, marks));
    },
    async deleteLink(linkId, marks) {
      const path = `/rest/api/3/issueLink/${encodeURIComponent(linkId)}`;
      return gone(await send({ method: "DELETE", path, template: "/rest/api/3/issueLink/{linkId}" }, marks));
    },
    async deleteIssue(issue, marks) {
      return gone(
        await send({ method: "DELETE", path: issuePath(issue), template: `${ISSUE}/{issueIdOrKey}` }, marks),
      );
    },
  };
}

const single = ({ mark, proposal }: Marks) => ({ key: MARK_PROPERTY, value: { mark, proposal } });
const listOf = ({ proposal, all }: Marks) => ({ key: marksProperty(proposal), value: { marks: all } });

/** What is gone already needs no deleting; that a gateway knows no such page is another matter. */
const gone = (outcome: WriteOutcome<unknown>): WriteOutcome<null> =>
  outcome.kind === "ok" || (outcome.kind === "refused" && outcome.status === 404)
    ? { kind: "ok", value: null }
    : outcome;

/** A yes whose body we cannot read may still be a yes: the mark tells. */
function read<T>(outcome: WriteOutcome<unknown>, shape: z.ZodType<T>): WriteOutcome<T> {
  if (outcome.kind !== "ok") return outcome;
  const parsed = shape.safeParse(outcome.value);
  return parsed.success
    ? { kind: "ok", value: parsed.data }
    : { kind: "no-answer", words: "Jira's answer could not be read." };
}

async function attempt(
  transport: Transport,
  request: ProductRequest,
  onSent: (status: number | null) => void,
): Promise<WriteOutcome<unknown>> {
  try {
    const response = await transport(request);
    onSent(response.status);
    return judge(response);
  } catch (fault) {
    if (!(fault instanceof ProductFault)) throw fault;
    const { said: words, retryAfterMs } = fault;
    if (fault.happened === "unknown") onSent(null);
    return fault.happened === "unknown"
      ? { kind: "no-answer", words }
      : { kind: "busy", reason: "unsent", words, retryAfterMs };
  }
}

/** A status as an outcome. What did not come from Jira itself, or failed inside it, may have changed something. */
function judge(response: ProductResponse): WriteOutcome<unknown> {
  const { status, headers, body } = response;
  if (isLimit(response)) {
    const { reason, retryAfterMs } = readLimit(status, headers, new Date());
    return { kind: "busy", reason, retryAfterMs: retryAfterMs ?? leastWaitMs(reason) };
  }
  if (status === 409) return { kind: "busy", reason: "conflict", retryAfterMs: null };
  if (status >= 200 && status <= 299 && isFromJira(response)) return { kind: "ok", value: body };
  if (UNKNOWN.has(status) || status < 400 || status >= 500 || !isFromJira(response))
    return { kind: "no-answer", words: "Jira gave no usable answer." };
  return { kind: "refused", status, words: wordsOf(response) };
}

/** A 503 that names no time may come from a gateway that lost Jira half-way. */
const isLimit = ({ status, headers }: ProductResponse) =>
  status === 429 || (status === 503 && headers["retry-after"] !== undefined);

const UNKNOWN = new Set([408, 425]);

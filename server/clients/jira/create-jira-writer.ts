import * as z from "zod";
import type { ProposalId } from "../../contract/index.ts";
import {
  TransportFault,
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
import { asApp, type TransportFor } from "./app-transport.ts";
import { wordsOf } from "./jira-fault.ts";
import { IssueRefJson } from "./read-issue.ts";
import { adfDoc, writeFieldValue } from "./write-field-value.ts";

/** On a created issue and on comments; the issue's is indexed for JQL by our descriptor. */
export const MARK_PROPERTY = "ticketsmith-mark";
/** On an existing issue: the marks one proposal left there. */
export const marksProperty = (proposal: ProposalId): string => `${MARK_PROPERTY}-${proposal}`;

const ISSUE = "/rest/api/3/issue";

/** The approver's own identity where the site lets us act as people, else the app's; the writer says which. */
export function createWriterFor(transportFor: TransportFor): WriterFor {
  const appTransport = asApp(transportFor);
  return async (caller, person) => {
    const own = await transportFor(caller, { product: "jira", as: { kind: "person", accountId: person } });
    return own.ok ? jiraWriter(own.value, "person") : jiraWriter(await appTransport(caller), "app");
  };
}

function jiraWriter(transport: Transport, actedAs: JiraWriter["actedAs"]): JiraWriter {
  const send = (request: ProductRequest, { mark }: Marks) =>
    attempt(transport, { ...request, trace: traceOf(mark) });
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

/** What is gone already needs no deleting. */
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

async function attempt(transport: Transport, request: ProductRequest): Promise<WriteOutcome<unknown>> {
  try {
    return judge(await transport(request));
  } catch (fault) {
    if (!(fault instanceof TransportFault)) throw fault;
    return {
      kind: "no-answer",
      words: fault.kind === "timeout" ? "Jira did not answer in time." : "The connection to Jira was lost.",
    };
  }
}

/** A status as an outcome. A 5xx may have changed something before it failed, so it counts as no answer. */
function judge(response: ProductResponse): WriteOutcome<unknown> {
  const { status, headers, body } = response;
  if (status >= 200 && status <= 299) return { kind: "ok", value: body };
  if (status === 429 || status === 503 || status === 409) {
    const reason = headers["ratelimit-reason"] ?? (status === 409 ? "conflict" : `status-${status}`);
    return { kind: "busy", reason, retryAfterMs: retryAfterMs(headers["retry-after"]) };
  }
  if (status >= 500) return { kind: "no-answer", words: `Jira answered ${status}.` };
  return { kind: "refused", status, words: wordsOf(response) };
}

/** Seconds, or an HTTP date (RFC 9110 §10.2.3). */
function retryAfterMs(header: string | undefined): number | null {
  if (header === undefined) return null;
  if (/^\d{1,6}$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

import { expect, test } from "vitest";
import { createWriterFor } from "../../server/clients/jira/index.ts";
import { IssueId, ProposalId, TenantId, type SentCall } from "../../server/contract/index.ts";
import { newId, ok, TransportFault, type ProductResponse } from "../../server/kit/index.ts";
import { callerOf } from "../builders/records.ts";
import { ANA, issueRef, MIA } from "../builders/proposals.ts";

async function assign(answer: () => Promise<ProductResponse>): Promise<SentCall[]> {
  const sent: SentCall[] = [];
  const writerFor = createWriterFor(
    async () => ok(answer),
    async () => "person-only",
  );
  const writer = await writerFor(callerOf(TenantId.parse(newId())), ANA);
  await writer.setAssignee(IssueId.parse(issueRef().id), MIA, {
    ...{ proposal: ProposalId.parse(newId()), all: ["m"], mark: "m", notAfter: new Date(Date.now() + 1e6) },
    onSent: (call) => void sent.push(call),
  });
  return sent;
}
const body = expect.objectContaining({ fields: { assignee: { accountId: MIA } } }) as unknown;
const call = { method: "PUT", path: `/rest/api/3/issue/${issueRef().id}`, body };

test("what is asked of Jira is told with the status of its answer, also where that is no", async () => {
  const headers = { "atl-traceid": "x" };
  for (const status of [204, 400, 429, 500])
    expect(await assign(async () => ({ status, headers, body: undefined }))).toEqual([{ ...call, status }]);
});

test("what may have reached Jira is told without a status, and what never left is not told", async () => {
  expect(await assign(() => Promise.reject(new TransportFault("timeout", "x")))).toEqual([
    { ...call, status: null },
  ]);
  expect(await assign(() => Promise.reject(new TransportFault("unsent", "x")))).toEqual([]);
});

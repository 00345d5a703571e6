import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AuditPageView } from "../../../server/contract/index.ts";
import type { ApiFailure } from "../../api/index.ts";
import { Button, Message, Moment } from "../../look/index.ts";
import { valueOf, type SectionProps } from "../admin-source.ts";
import { saveFile } from "../save-file.ts";
import { SectionFrame } from "../section-frame.tsx";
import { SelectSetting, TextSetting } from "../setting.tsx";

const KINDS = [
  ["", "Everything"],
  [
    "proposal-approved,proposal-seconded,proposal-auto-approved,proposal-rejected,batch-approved",
    "Decisions",
  ],
  ["step-performed,step-found-done,step-failed,step-unsure,step-settled", "Changes in Jira"],
  ["policy-changed,stopped,resumed", "Settings"],
  ["token-created,token-revoked,audit-exported,person-erased,quarantine-changed", "Access to data"],
] as const;

/** Who did what, when, and what was seen and sent. */
export function AuditSection({ source }: SectionProps) {
  const [type, setType] = useState<(typeof KINDS)[number][0]>("");
  const [issue, setIssue] = useState("");
  const [before, setBefore] = useState<readonly number[]>([]);
  const from = before.at(-1);
  const asked = {
    ...(type === "" ? {} : { type }),
    ...(issue.trim() === "" ? {} : { issue: issue.trim().toUpperCase() }),
    ...(from === undefined ? {} : { before: String(from) }),
  };
  const name = `audit ${JSON.stringify(asked)}`;
  const query = useQuery({
    ...source.section(name, (signal) => source.api.readAudit(asked, signal)),
    placeholderData: (shown) => shown,
  });
  return (
    <>
      <p>
        Each line is chained to the one before it, so none can be changed, moved or taken away unnoticed. An
        export ends in a signature of this TicketSmith; <code>ticketsmith audit verify</code> proves it to
        anybody who has its public key.
      </p>
      <Exports source={source} keyId={query.data?.key.keyId} />
      <div className="ts-setting-row">
        <SelectSetting
          name="Show"
          value={type}
          choices={KINDS}
          onChange={(next) => {
            setType(next);
            setBefore([]);
          }}
        />
        <TextSetting
          name="Issue"
          value={issue}
          placeholder="SHOP-42"
          onChange={(next) => {
            setIssue(next);
            setBefore([]);
          }}
        />
      </div>
      <SectionFrame query={query}>
        {(page) => (
          <>
            <Lines page={page} />
            <div className="ts-buttons">
              <Button disabled={before.length === 0} onPress={() => setBefore(before.slice(0, -1))}>
                Newer
              </Button>
              <Button
                disabled={page.next === null}
                onPress={() => (page.next === null ? undefined : setBefore([...before, page.next]))}
              >
                Older
              </Button>
            </div>
          </>
        )}
      </SectionFrame>
    </>
  );
}

function Exports({ source, keyId }: SectionProps & { keyId: string | undefined }) {
  const save = useMutation<void, ApiFailure, "jsonl" | "csv">({
    mutationFn: async (format) =>
      saveFile(valueOf(await source.api.download(`/audit/export/${format}`)), `audit.${format}`),
  });
  return (
    <div className="ts-setting">
      <div className="ts-buttons">
        <Button busy={save.isPending} onPress={() => save.mutate("jsonl")}>
          Export, with proof
        </Button>
        <Button busy={save.isPending} onPress={() => save.mutate("csv")}>
          Export as a table
        </Button>
      </div>
      <p className="ts-small">
        {keyId === undefined ? "" : `Signed by key ${keyId}. The operator prints it: ticketsmith audit key.`}
      </p>
      {save.error === null ? null : <Message tone="error">{save.error.problem.said}</Message>}
    </div>
  );
}

function Lines({ page }: { page: AuditPageView }) {
  if (page.lines.length === 0) return <p className="ts-admin-empty">Nothing of this is in the log.</p>;
  return (
    <div className="ts-table-scroll" tabIndex={0} role="region" aria-label="The log">
      <table className="ts-table ts-audit">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {page.lines.map(({ seq, at, by, behalf, type, words, rest }) => (
            <tr key={seq}>
              <td>{seq}</td>
              <td>
                <Moment at={at} />
              </td>
              <td>
                {by}
                {behalf === null ? null : <span className="ts-small"> for {behalf}</span>}
              </td>
              <td>
                <details>
                  <summary>
                    {sayType(type)}
                    {typeof rest["issue"] === "string" ? `, ${rest["issue"]}` : ""}
                  </summary>
                  {words === null ? null : <p>{words}</p>}
                  <pre className="ts-small">{JSON.stringify(rest, null, 1)}</pre>
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** "proposal-approved" as people say it. */
function sayType(type: string): string {
  const words = type.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

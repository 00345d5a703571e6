import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { HealthView } from "../../../server/contract/index.ts";
import { Lozenge, Moment } from "../../look/index.ts";
import type { SectionProps } from "../admin-source.ts";
import { SectionFrame } from "../section-frame.tsx";

/** Whether what should come in comes in, and what should be done is done. */
export function HealthSection({ source }: SectionProps) {
  const query = useQuery({ ...source.section("health", source.api.readHealth), refetchInterval: 10_000 });
  return <SectionFrame query={query}>{(view) => <Health view={view} />}</SectionFrame>;
}

function Health({ view }: { view: HealthView }) {
  const { installations, licence, webhooks, requests, proposals } = view;
  return (
    <dl className="ts-health">
      <Fact name="Licence">
        {licence === "unlicensed" ? (
          <>
            <Lozenge tone="danger">None</Lozenge> Everything can be looked at, nothing is decided, and nothing
            is lost.
          </>
        ) : (
          <Lozenge tone="success">{licence === "free" ? "None needed" : "Active"}</Lozenge>
        )}
      </Fact>
      {installations.map(({ product, state, since }) => (
        <Fact key={product} name={product === "jira" ? "Jira" : "Confluence"}>
          <Lozenge tone={state === "enabled" ? "success" : "warning"}>{STATES[state] ?? state}</Lozenge> since{" "}
          <Moment at={since} />
        </Fact>
      ))}
      <Fact name="Webhooks">
        {webhooks.lastAt === null ? (
          "None has come in yet. Change an issue: it should appear here within seconds."
        ) : (
          <>
            The last one <Moment at={webhooks.lastAt} />, {webhooks.lastDay} in a day
            {webhooks.unread === 0 ? "" : `, ${webhooks.unread} not read yet`}
          </>
        )}
      </Fact>
      <Fact name="Requests">
        {requests.waiting} at work, {requests.failedLastWeek} failed in a week
      </Fact>
      <Fact name="Changes in Jira">
        {proposals.atWork} at work,{" "}
        {proposals.failed === 0 ? "none failed" : `${proposals.failed} failed and wait in the review queue`}
      </Fact>
    </dl>
  );
}

const STATES: Readonly<Record<string, string>> = {
  enabled: "Enabled",
  disabled: "Switched off",
  unverified: "Not verified yet",
  uninstalled: "Uninstalled",
};

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PolicyDocument, PolicyPageView } from "../../../server/contract/index.ts";
import type { ApiFailure } from "../../api/index.ts";
import { Button, Message, Moment } from "../../look/index.ts";
import { valueOf, type SectionProps } from "../admin-source.ts";
import { SaveBar } from "../save-bar.tsx";
import { SectionFrame } from "../section-frame.tsx";
import { TextSetting } from "../setting.tsx";
import { useForm } from "../use-form.ts";
import { ApproverLines } from "./approver-lines.tsx";
import { PolicyLines } from "./policy-lines.tsx";
import { QuietTimes } from "./quiet-times.tsx";
import { TryPolicy } from "./try-policy.tsx";

/** What goes through alone, what takes one person or two, and what is never done. */
export function PolicySection({ source }: SectionProps) {
  const query = useQuery(source.section("policy", source.api.readPolicy));
  return (
    <SectionFrame query={query}>
      {(page) => <PolicyForm key={page.current.version} page={page} source={source} />}
    </SectionFrame>
  );
}

const NAMES = {
  lines: "lines",
  approvers: "who may approve",
  quietHours: "quiet hours",
  auto: "going through alone",
} as const;

function PolicyForm({ page, source }: SectionProps & { page: PolicyPageView }) {
  const { version, document, said } = page.current;
  const form = useForm<PolicyDocument, PolicyPageView>({
    saved: document,
    save: (draft) => source.api.savePolicy({ document: draft, expectedVersion: version, note: null }),
    onSaved: (next) => source.put("policy", next),
    names: NAMES,
  });
  const { draft, set } = form;
  return (
    <>
      <section className="ts-admin-box" aria-label="The policy in words">
        <h2 className="ts-admin-h2">
          {version === 0 ? "Nothing is laid down yet" : `Version ${version}, in words`}
        </h2>
        <ul className="ts-admin-diff">
          {said.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
      <PolicyLines lines={draft.lines} onChange={(lines) => set({ lines: [...lines] })} />
      <Alone draft={draft} onChange={set} />
      <ApproverLines lines={draft.approvers} onChange={(approvers) => set({ approvers: [...approvers] })} />
      <QuietTimes times={draft.quietHours} onChange={(quietHours) => set({ quietHours })} />
      <TryPolicy document={draft} source={source} />
      <Versions page={page} source={source} />
      <SaveBar form={form} />
    </>
  );
}

function Alone({
  draft: { auto },
  onChange,
}: {
  draft: PolicyDocument;
  onChange: (patch: Partial<PolicyDocument>) => void;
}) {
  const put = (patch: Partial<PolicyDocument["auto"]>) => onChange({ auto: { ...auto, ...patch } });
  return (
    <section className="ts-setting" aria-label="Going through alone">
      <h2 className="ts-admin-h2">Going through alone</h2>
      <label className="ts-tick">
        <input
          type="checkbox"
          checked={auto.enabled}
          onChange={(event) => put({ enabled: event.currentTarget.checked })}
        />
        <span>
          Let what the lines call “alone” go through without a person
          <span className="ts-small"> (off: it waits for one, whatever the lines say)</span>
        </span>
      </label>
      {auto.enabled ? (
        <>
          <div className="ts-setting-row">
            <TextSetting
              name="At most a day"
              type="number"
              value={String(auto.dailyCap)}
              says="Proposals, by the UTC day. The rest waits for a person."
              onChange={(text) => put({ dailyCap: Number(text) })}
            />
            <TextSetting
              name="Only after so many decisions"
              type="number"
              value={String(auto.minimumDecisions)}
              says="Of people, about that kind of action: before, nobody knows what our confidence is worth."
              onChange={(text) => put({ minimumDecisions: Number(text) })}
            />
          </div>
          <p className="ts-small">
            Never alone, whatever stands here: what cannot be taken back, what rests on text of others or on
            mere judgement, what has personal data in it, and whatever stands beside a text that tries to give
            orders.
          </p>
        </>
      ) : null}
    </section>
  );
}

function Versions({ page, source }: SectionProps & { page: PolicyPageView }) {
  const [asked, setAsked] = useState<number | null>(null);
  const { version: current } = page.current;
  const restore = useMutation<PolicyPageView, ApiFailure, number>({
    mutationFn: async (version) =>
      valueOf(await source.api.restorePolicy({ version, expectedVersion: current, note: null })),
    onSuccess: (next) => source.put("policy", next),
  });
  if (page.versions.length === 0) return null;
  return (
    <section className="ts-setting" aria-label="Versions">
      <h2 className="ts-admin-h2">Versions</h2>
      {restore.error === null ? null : <Message tone="error">{restore.error.problem.said}</Message>}
      <ul className="ts-rules">
        {page.versions.map(({ version, at, by, note }) => (
          <li key={version} className="ts-rule ts-rule-line">
            <span>
              Version {version}
              {version === current ? ", which holds" : ""}
              {at === null ? null : (
                <span className="ts-small">
                  {" "}
                  by {by?.name ?? "the operator"}, <Moment at={at} /> {note}
                </span>
              )}
            </span>
            {version === current ? null : asked === version ? (
              <div className="ts-buttons">
                <Button busy={restore.isPending} onPress={() => restore.mutate(version)}>
                  Make it hold again
                </Button>
                <Button kind="subtle" onPress={() => setAsked(null)}>
                  No
                </Button>
              </div>
            ) : (
              <Button kind="subtle" label={`Restore version ${version}`} onPress={() => setAsked(version)}>
                Restore
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

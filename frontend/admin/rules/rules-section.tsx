import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sayRule, type Rules, type RulesView, type RuleTriesView } from "../../../server/contract/index.ts";
import type { ApiFailure } from "../../api/index.ts";
import { Button, Message } from "../../look/index.ts";
import { valueOf, type SectionProps } from "../admin-source.ts";
import { SaveBar } from "../save-bar.tsx";
import { SectionFrame } from "../section-frame.tsx";
import { useForm } from "../use-form.ts";
import { RuleEditor } from "./rule-editor.tsx";
import { newRule } from "./new-rule.ts";

type Rule = Rules[number];

/** What is always so on this site, in order: when … then … */
export function RulesSection({ source }: SectionProps) {
  const query = useQuery(source.section("rules", source.api.readRules));
  return (
    <SectionFrame query={query}>
      {(saved) => <RulesForm key={saved.version} saved={saved} source={source} />}
    </SectionFrame>
  );
}

function RulesForm({ saved, source }: SectionProps & { saved: RulesView }) {
  const [open, setOpen] = useState<string | null>(null);
  const form = useForm<{ rules: readonly Rule[] }, RulesView>({
    saved: { rules: saved.rules },
    save: ({ rules }) => source.api.saveRules({ rules: [...rules], before: saved.version }),
    onSaved: (next) => source.put("rules", next),
    names: { rules: "rules" },
  });
  const { rules } = form.draft;
  const put = (next: readonly Rule[]) => form.set({ rules: next });
  const add = () => {
    const rule = newRule(rules.map(({ id }) => id));
    put([...rules, rule]);
    setOpen(rule.id);
  };
  return (
    <>
      <p>
        A rule fills new issues, and issues that nobody asked anything particular about; a person's own words
        always win. What it sets is proposed like everything else, with the rule as its reason.
      </p>
      {rules.length === 0 ? (
        <p className="ts-admin-empty">
          There are no rules yet. “When the type is Bug and priority is empty, then priority is Medium” would
          be one.
        </p>
      ) : null}
      <ol className="ts-rules">
        {rules.map((rule, at) => (
          <li key={rule.id} className="ts-rule">
            <div className="ts-rule-line">
              <label className="ts-tick">
                <input
                  type="checkbox"
                  checked={rule.enabled}
                  onChange={() => put(rules.with(at, { ...rule, enabled: !rule.enabled }))}
                />
                <span>
                  {sayRule(rule)}
                  {rule.enabled ? null : <span className="ts-small"> (off)</span>}
                </span>
              </label>
              <div className="ts-buttons">
                <Button
                  kind="subtle"
                  disabled={at === 0}
                  label={`Move up: ${sayRule(rule)}`}
                  onPress={() => put(moved(rules, at))}
                >
                  ↑
                </Button>
                <Button
                  kind="subtle"
                  expanded={open === rule.id}
                  label={`Edit: ${sayRule(rule)}`}
                  onPress={() => setOpen(open === rule.id ? null : rule.id)}
                >
                  Edit
                </Button>
                <Button
                  kind="subtle"
                  label={`Remove: ${sayRule(rule)}`}
                  onPress={() => put(rules.toSpliced(at, 1))}
                >
                  Remove
                </Button>
              </div>
            </div>
            {open === rule.id ? (
              <RuleEditor rule={rule} onChange={(next) => put(rules.with(at, next))} />
            ) : null}
          </li>
        ))}
      </ol>
      <div className="ts-buttons">
        <Button onPress={add}>Add a rule</Button>
      </div>
      <Try rules={rules} source={source} />
      <SaveBar form={form} />
    </>
  );
}

const moved = (rules: readonly Rule[], at: number): Rule[] =>
  rules.toSpliced(at, 1).toSpliced(at - 1, 0, ...rules.slice(at, at + 1));

/** What the site's last requests would come to with these rules, beside what they come to without any. */
function Try({ rules, source }: SectionProps & { rules: readonly Rule[] }) {
  const trial = useMutation<RuleTriesView, ApiFailure, readonly Rule[]>({
    mutationFn: async (body) => valueOf(await source.api.tryRules({ rules: [...body] })),
  });
  const tries = trial.data?.tries;
  const differ = tries?.filter((one) => one.without.join("\n") !== one.with.join("\n"));
  return (
    <section className="ts-setting" aria-label="Try the rules">
      <div className="ts-buttons">
        <Button busy={trial.isPending} onPress={() => trial.mutate(rules)}>
          {trial.isPending ? "Trying …" : "Try on the last requests"}
        </Button>
      </div>
      <p className="ts-small">
        Plans the last 20 requests again, with and without these rules. Nothing is stored.
      </p>
      <div role="status">
        {trial.error === null ? null : <Message tone="error">{trial.error.problem.said}</Message>}
        {tries === undefined || differ === undefined ? null : (
          <p>
            {tries.length} requests, {differ.length} of them planned differently.
          </p>
        )}
      </div>
      <ul className="ts-rules">
        {differ?.map((one, at) => (
          // The same issue may have been asked about twice.
          <li key={`${one.issue} ${at}`} className="ts-rule">
            <strong>{one.issue}</strong>
            <ul className="ts-admin-diff">
              {one.without
                .filter((step) => !one.with.includes(step))
                .map((step) => (
                  <li key={step}>
                    <del>{step}</del>
                  </li>
                ))}
              {one.with
                .filter((step) => !one.without.includes(step))
                .map((step) => (
                  <li key={step}>
                    <ins>{step}</ins>
                  </li>
                ))}
            </ul>
            {one.rules
              .filter(({ fired }) => !fired)
              .map(({ title, words }) => (
                <p key={title} className="ts-small">
                  Did not fire: {title} {words}
                </p>
              ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

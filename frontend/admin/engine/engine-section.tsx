import { useMutation, useQuery } from "@tanstack/react-query";
import type { EngineRequest, EngineSettingsView, EngineTestView } from "../../../server/contract/index.ts";
import type { ApiFailure } from "../../api/index.ts";
import { Button, Message } from "../../look/index.ts";
import { valueOf, type SectionProps } from "../admin-source.ts";
import { SaveBar } from "../save-bar.tsx";
import { SectionFrame } from "../section-frame.tsx";
import { SelectSetting, TextSetting } from "../setting.tsx";
import { useForm } from "../use-form.ts";
import { fromDraft, toDraft, type EngineDraft } from "./engine-draft.ts";

/** Who thinks: TicketSmith itself, or a model, and whose. */
export function EngineSection({ source }: SectionProps) {
  const query = useQuery(source.section("engine", source.api.readEngine));
  return (
    <SectionFrame query={query}>
      {(saved) => <EngineForm key={JSON.stringify(saved)} saved={saved} source={source} />}
    </SectionFrame>
  );
}

const NAMES = {
  choice: "engine",
  baseUrl: "server",
  model: "model",
  apiVersion: "API version",
  key: "key",
  promptUsd: "price in",
  completionUsd: "price out",
  monthlyUsd: "budget",
  secondLook: "second look",
} as const;

function EngineForm({ saved, source }: SectionProps & { saved: EngineSettingsView }) {
  const form = useForm<EngineDraft, EngineSettingsView>({
    saved: toDraft(saved),
    save: (draft) => source.api.saveEngine(fromDraft(draft)),
    onSaved: (next) => source.put("engine", next),
    names: NAMES,
  });
  const { draft, set, wrong } = form;
  const { kind, model } = saved.byDefault;
  const answersOffline = draft.choice === "offline" || (draft.choice === "default" && kind === "offline");
  const byDefault = kind === "offline" ? "offline" : (model ?? "a model");
  return (
    <>
      <SelectSetting
        name="Engine"
        value={draft.choice}
        choices={[
          ["default", `Whatever the operator chose (${byDefault})`],
          ["offline", "Offline: TicketSmith itself, no model"],
          ["openai", "A model: OpenAI, or a server of your own"],
        ]}
        says={SAYS[draft.choice]}
        onChange={(choice) => set({ choice })}
      />
      {draft.choice === "openai" ? <ModelFields saved={saved} draft={draft} set={set} wrong={wrong} /> : null}
      {answersOffline ? null : (
        <TextSetting
          name="Budget a month, in US dollars"
          type="number"
          value={draft.monthlyUsd}
          wrong={wrong["monthlyUsd"]}
          says="Left empty, there is none here. Once it is used up, the offline engine answers and says so."
          onChange={(monthlyUsd) => set({ monthlyUsd })}
        />
      )}
      <Test request={fromDraft(draft)} source={source} />
      <SaveBar form={form} />
    </>
  );
}

const SAYS = {
  default: "Texts go where the operator of this TicketSmith has them go.",
  offline:
    "No text leaves TicketSmith. It understands clear requests and finds what is typical of a project.",
  openai: "What an issue says goes to that server, with personal data masked as Privacy says.",
} as const;

type FieldsProps = {
  saved: EngineSettingsView;
  draft: EngineDraft;
  set: (patch: Partial<EngineDraft>) => void;
  wrong: Readonly<Record<string, string>>;
};

function ModelFields({ saved, draft, set, wrong }: FieldsProps) {
  return (
    <>
      <TextSetting
        name="Server"
        value={draft.baseUrl}
        placeholder="https://api.openai.com/v1"
        wrong={wrong["baseUrl"]}
        says="Any server that speaks OpenAI's chat completions, on the open internet, by https. Empty: OpenAI's."
        onChange={(baseUrl) => set({ baseUrl })}
      />
      <TextSetting
        name="Model"
        value={draft.model}
        wrong={wrong["model"]}
        says="As the server calls it; the deployment where there is an API version."
        onChange={(model) => set({ model })}
      />
      <TextSetting
        name="Key"
        type="password"
        value={draft.key}
        placeholder={saved.hasKey ? "A key is stored" : "No key is stored"}
        wrong={wrong["key"]}
        says="Kept sealed and never shown again. Left empty, the stored one stays."
        onChange={(key) => set({ key })}
      />
      {saved.hasKey ? (
        <label className="ts-tick">
          <input
            type="checkbox"
            checked={draft.forgetKey}
            onChange={(event) => set({ forgetKey: event.currentTarget.checked })}
          />
          Forget the stored key
        </label>
      ) : null}
      <TextSetting
        name="API version"
        value={draft.apiVersion}
        says="Only for servers with a path for each model, as Azure's."
        onChange={(apiVersion) => set({ apiVersion })}
      />
      <div className="ts-setting-row">
        <TextSetting
          name="Price in"
          type="number"
          value={draft.promptUsd}
          wrong={wrong["price"]}
          says="Dollars for a million tokens read."
          onChange={(promptUsd) => set({ promptUsd })}
        />
        <TextSetting
          name="Price out"
          type="number"
          value={draft.completionUsd}
          says="And written. Empty: as known here."
          onChange={(completionUsd) => set({ completionUsd })}
        />
      </div>
      <SelectSetting
        name="Second look"
        value={draft.secondLook}
        choices={[
          [
            "default",
            saved.byDefault.secondLook ? "As the operator chose (on)" : "As the operator chose (off)",
          ],
          ["on", "On"],
          ["off", "Off"],
        ]}
        says="Asks the model as well which texts of others try to give orders. About one more call for each plan."
        onChange={(secondLook) => set({ secondLook })}
      />
    </>
  );
}

function Test({ request, source }: SectionProps & { request: EngineRequest }) {
  const test = useMutation<EngineTestView, ApiFailure, EngineRequest>({
    mutationFn: async (body) => valueOf(await source.api.testEngine(body)),
  });
  const isOf = JSON.stringify(test.variables) === JSON.stringify(request);
  return (
    <div className="ts-setting">
      <div className="ts-buttons">
        <Button busy={test.isPending} onPress={() => test.mutate(request)}>
          {test.isPending ? "Asking …" : "Test"}
        </Button>
      </div>
      <p className="ts-small">One small real call with what stands here, saved or not.</p>
      <div role="status">
        {!isOf || test.data === undefined ? null : (
          <Message tone={test.data.ok ? "success" : "error"}>{sayTest(test.data)}</Message>
        )}
        {!isOf || test.error === null ? null : <Message tone="error">{test.error.problem.said}</Message>}
      </div>
    </div>
  );
}

const WAYS = {
  schema: "keeps to the form of an answer by itself",
  tool: "answers by calling a function",
  words: "is told the form of an answer in words",
} as const;

function sayTest(view: EngineTestView): string {
  if (!view.ok) return `No answer, after ${view.latencyMs} ms: ${view.said}`;
  if (view.tokens === 0) return "TicketSmith answers by itself. It costs nothing.";
  const cost = view.usd === null ? "its price is not known here" : `$${view.usd.toFixed(6)}`;
  const tokens = view.tokens === null ? "" : `${view.tokens} tokens, `;
  return `Answered in ${view.latencyMs} ms: ${tokens}${cost}. It ${WAYS[view.way]}.`;
}

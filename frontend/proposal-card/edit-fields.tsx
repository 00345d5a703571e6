import { useRef, useState } from "react";
import type { FormView, PersonView, ProposalView, StepId } from "../../server/contract/index.ts";
import { Button } from "../look/index.ts";
import { changedFields, checkDraft, draftKey, type Draft, type DraftKey } from "./check-draft.ts";
import { LabelledControl } from "./labelled-control.tsx";
import type { Command } from "./use-command.ts";

type Props = {
  form: FormView;
  proposal: ProposalView;
  vetoed: readonly StepId[];
  command: Command;
  onClose: () => void;
};

/** Holds what is typed until it is saved; nothing typed is lost when the server says no. */
export function EditFields({ form, proposal, vetoed, command, onClose }: Props) {
  const [drafts, setDrafts] = useState<ReadonlyMap<DraftKey, Draft>>(
    () => new Map(form.fields.map((field) => [draftKey(field), field.value])),
  );
  const [tried, setTried] = useState(false);
  const approveToo = useRef(true);
  const element = useRef<HTMLFormElement>(null);

  const submit = async () => {
    setTried(true);
    const wrong = form.fields.find((field) => checkDraft(field, drafts.get(draftKey(field))) !== null);
    if (wrong !== undefined) return focusField(element.current, draftKey(wrong));
    await save({ form, drafts, proposal, vetoed, command, approveToo: approveToo.current });
    onClose();
  };
  const busy = command.pending !== null;
  return (
    <form
      className="ts-form"
      noValidate
      ref={element}
      onSubmit={(event) => {
        event.preventDefault();
        // A refusal is shown by the card, and the form stays open with what was typed.
        submit().catch(() => undefined);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
    >
      {form.fields.map((field, index) => (
        <LabelledControl
          key={draftKey(field)}
          field={field}
          stepTitle={titleAbove(form, proposal, index)}
          draft={drafts.get(draftKey(field))}
          problem={tried ? checkDraft(field, drafts.get(draftKey(field))) : null}
          autoFocus={index === 0}
          known={peopleIn(form, proposal)}
          onChange={(draft) => setDrafts((before) => new Map(before).set(draftKey(field), draft))}
        />
      ))}
      <div className="ts-buttons">
        <Button kind="primary" type="submit" busy={busy} onPress={() => (approveToo.current = true)}>
          {busy ? "Saving …" : "Save and approve"}
        </Button>
        <Button type="submit" busy={busy} onPress={() => (approveToo.current = false)}>
          Save
        </Button>
        <Button kind="subtle" onPress={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

type Save = Pick<Props, "form" | "proposal" | "vetoed" | "command"> & {
  drafts: ReadonlyMap<DraftKey, Draft>;
  approveToo: boolean;
};

/** The approval that follows names the hash of the edited plan, which is what the server made of the form. */
async function save({ form, drafts, proposal, vetoed, command, approveToo }: Save): Promise<void> {
  const edits = changedFields(form.fields, drafts);
  const { planHash } = form;
  const edited =
    edits.length === 0 ? proposal : await command.send({ do: "edit", with: { planHash, edits } });
  if (!approveToo) return;
  const steps = edited.steps.map((step) => step.id).filter((id) => !vetoed.includes(id));
  await command.send({ do: "approve", with: { planHash: edited.planHash, steps } });
}

/** The step's title above its first field, when there is more than one step. */
function titleAbove(form: FormView, proposal: ProposalView, index: number): string | null {
  const step = form.fields[index]?.step;
  if (proposal.steps.length < 2 || step === form.fields[index - 1]?.step) return null;
  return proposal.steps.find(({ id }) => id === step)?.title ?? null;
}

/** Everyone whose name and face the card has been given, so that ids in the form can be shown as people. */
function peopleIn(form: FormView, proposal: ProposalView): PersonView[] {
  const shown = proposal.steps.flatMap((step) => step.rows.flatMap((row) => [row.to, row.from]));
  const inRows = shown.flatMap((value) => {
    if (value?.kind === "person") return [value.person];
    return value?.kind === "people" ? value.people : [];
  });
  const inForm = form.fields.flatMap(({ control }) => {
    if (control.kind === "person") return control.current === null ? [] : [control.current];
    return control.kind === "people" ? control.current : [];
  });
  return [...inRows, ...inForm];
}

function focusField(form: HTMLFormElement | null, key: DraftKey): void {
  const field = form?.querySelector(`[data-field="${CSS.escape(key)}"]`);
  const control = field?.querySelector("input, textarea, select, button");
  if (control instanceof HTMLElement) control.focus();
}

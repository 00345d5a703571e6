import { useQuery } from "@tanstack/react-query";
import type { FormView, ProposalView, StepId } from "../../server/contract/index.ts";
import { ApiFailure } from "../api/index.ts";
import { Button, Message, Skeleton } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import { EditFields } from "./edit-fields.tsx";
import type { Command } from "./use-command.ts";

type Props = { proposal: ProposalView; vetoed: readonly StepId[]; command: Command; onClose: () => void };

/** The rows as Jira's own kinds of control, with what Jira allows in each. */
export function EditForm(props: Props) {
  const { proposal, onClose } = props;
  const { api } = useCardSetting();
  const form = useQuery<FormView, ApiFailure>({
    queryKey: ["form", proposal.id, proposal.planHash],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const answer = await api.readForm(proposal.id, signal);
      if (!answer.ok) throw new ApiFailure(answer.problem);
      return answer.value;
    },
  });

  if (form.data !== undefined) return <EditFields key={form.data.planHash} form={form.data} {...props} />;
  if (form.error === null) {
    return (
      <Skeleton lines={["short", "long", "short", "long", "button"]} label="Getting what Jira allows here" />
    );
  }
  const actions = (
    <>
      <Button onPress={() => void form.refetch()}>Try again</Button>
      <Button kind="subtle" onPress={onClose}>
        Cancel
      </Button>
    </>
  );
  return (
    <Message tone="error" live actions={actions}>
      {form.error.problem.said}
    </Message>
  );
}

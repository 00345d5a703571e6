import { useMutation } from "@tanstack/react-query";
import type { RequestId, RequestView } from "../../server/contract/index.ts";
import { ApiFailure, type PanelApi } from "../api/index.ts";
import { Button, Message, sayNextTry, Skeleton } from "../look/index.ts";
import { useCardSetting } from "../proposal-card/index.ts";

type Props = {
  request: RequestView;
  askAgain: PanelApi["askAgain"];
  onHide: () => void;
  onAskAgain: (text: string) => void;
};

/** A request on its way, in the place and about the size of the card it becomes; or what it came to. */
export function RequestRow({ request, askAgain, onHide, onAskAgain }: Props) {
  const { id, state, text, said, waiting } = request;
  if (state === "working" && waiting !== null) {
    return (
      <Message tone="info" title="Waiting for Jira" live>
        {text === null ? null : <p className="ts-request-text">{text}</p>}
        <p>{sayNextTry(waiting.reason, waiting.nextTryAt)}</p>
      </Message>
    );
  }
  if (state === "working") return <Working text={text} />;
  if (state === "held")
    return (
      <Message
        tone="warning"
        title="Held back"
        live
        actions={
          <Button kind="subtle" onPress={onHide}>
            Hide
          </Button>
        }
      >
        <p>{said}</p>
      </Message>
    );
  const failed = state === "failed";
  const actions = (
    <>
      {failed ? <RetryButton id={id} askAgain={askAgain} /> : null}
      {failed && text !== null ? (
        <Button kind="subtle" onPress={() => onAskAgain(text)}>
          Ask again
        </Button>
      ) : null}
      <Button kind="subtle" onPress={onHide}>
        Hide
      </Button>
    </>
  );
  return (
    <Message
      tone={failed ? "error" : "info"}
      {...(failed ? { title: "This did not work" } : {})}
      live
      actions={actions}
    >
      {text === null ? null : <p className="ts-request-text">{text}</p>}
      <p>{said ?? (failed ? "This could not be worked out." : "TicketSmith found nothing to change.")}</p>
    </Message>
  );
}

function Working({ text }: { text: string | null }) {
  return (
    <div className="ts-card">
      {text === null ? null : <p className="ts-request-text">{text}</p>}
      <Skeleton
        lines={["medium", "long", "button"]}
        label={
          text === null ? "TicketSmith is looking at a change to this issue" : "TicketSmith is working on it"
        }
      />
    </div>
  );
}

/** Sends the same request on its way again. */
function RetryButton({ id, askAgain }: { id: RequestId; askAgain: PanelApi["askAgain"] }) {
  const { lookAgain } = useCardSetting();
  const retry = useMutation<void, ApiFailure>({
    mutationFn: async () => {
      const answer = await askAgain(id);
      if (!answer.ok) throw new ApiFailure(answer.problem);
    },
    onSettled: lookAgain,
  });
  return (
    <>
      {retry.error === null ? null : <p>{retry.error.problem.said}</p>}
      <Button busy={retry.isPending} onPress={() => retry.mutate()}>
        {retry.isPending ? "Trying …" : "Retry"}
      </Button>
    </>
  );
}

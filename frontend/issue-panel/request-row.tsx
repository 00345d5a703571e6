import type { RequestView } from "../../server/contract/index.ts";
import { Button, Message, Skeleton } from "../look/index.ts";

type Props = { request: RequestView; onHide: () => void; onAskAgain: (text: string) => void };

/** A request on its way, in the place and about the size of the card it becomes; or what it came to. */
export function RequestRow({ request, onHide, onAskAgain }: Props) {
  const { state, text, said } = request;
  if (state === "working") {
    return (
      <div className="ts-card">
        {text === null ? null : <p className="ts-request-text">{text}</p>}
        <Skeleton
          lines={["medium", "long", "button"]}
          label={
            text === null
              ? "TicketSmith is looking at a change to this issue"
              : "TicketSmith is working on it"
          }
        />
      </div>
    );
  }
  const failed = state === "failed";
  const actions = (
    <>
      {failed && text !== null ? <Button onPress={() => onAskAgain(text)}>Ask again</Button> : null}
      <Button kind="subtle" onPress={onHide}>
        Hide
      </Button>
    </>
  );
  return (
    <Message tone={failed ? "error" : "info"} live actions={actions}>
      {text === null ? null : <p className="ts-request-text">{text}</p>}
      <p>{said ?? (failed ? "This could not be worked out." : "TicketSmith found nothing to change.")}</p>
    </Message>
  );
}

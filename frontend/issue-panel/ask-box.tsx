import TextArea from "@atlaskit/textarea";
import { useMutation } from "@tanstack/react-query";
import { useId, type KeyboardEvent } from "react";
import type { RequestView } from "../../server/contract/index.ts";
import { ApiFailure, type PanelApi } from "../api/index.ts";
import { Button, Message } from "../look/index.ts";

const LONGEST = 4_000;
const NEARLY_FULL = 3_800;

type Props = {
  text: string;
  onText: (text: string) => void;
  ask: PanelApi["ask"];
  onAsked: (request: RequestView) => void;
  disabled: boolean;
};

/** One box to ask or to tell. Enter sends, Shift+Enter starts a line; what was typed stays until it has arrived. */
export function AskBox({ text, onText, ask: send, onAsked, disabled }: Props) {
  const id = useId();
  const ask = useMutation<RequestView, ApiFailure, string>({
    mutationFn: async (words) => {
      const answer = await send({ text: words });
      if (!answer.ok) throw new ApiFailure(answer.problem);
      return answer.value;
    },
    onSuccess: (request) => {
      onText("");
      onAsked(request);
    },
  });
  const submit = () => {
    if (text.trim() !== "" && !ask.isPending && !disabled) ask.mutate(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends a composition in Chinese, Japanese and Korean input.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      className="ts-ask"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label className="ts-unseen" htmlFor={id}>
        Ask or tell TicketSmith
      </label>
      <TextArea
        id={id}
        value={text}
        placeholder="Ask or tell TicketSmith …"
        resize="smart"
        minimumRows={1}
        maxHeight="160px"
        maxLength={LONGEST}
        isDisabled={disabled}
        isReadOnly={ask.isPending}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Button
        type="submit"
        kind="subtle"
        label="Send"
        busy={ask.isPending}
        disabled={disabled || text.trim() === ""}
      >
        <ReturnArrow />
      </Button>
      {text.length > NEARLY_FULL ? (
        <p className="ts-small ts-ask-below" role="status">
          {LONGEST - text.length} characters left
        </p>
      ) : null}
      {ask.error === null ? null : (
        <div className="ts-ask-below">
          <Message tone="error" live>
            {ask.error.problem.said} Your text is kept.
          </Message>
        </div>
      )}
    </form>
  );
}

function ReturnArrow() {
  return (
    <svg viewBox="0 0 16 16" width={16} height={16} aria-hidden="true" className="ts-ask-arrow">
      <path
        d="M13 3v4a2 2 0 0 1-2 2H3m3-3L3 9l3 3"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

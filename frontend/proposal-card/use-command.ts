import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ProposalView } from "../../server/contract/index.ts";
import { ApiFailure, type ProposalCommand } from "../api/index.ts";
import { useCardSetting } from "./card-setting.tsx";

/** An answer and a second look are only taken at once; what they come to is a later revision, if anything. */
type Thinking = { do: "answer" | "refresh"; over: number };
const LONGEST_THOUGHT_MS = 10_000;

/**
 * Sends what a person decided. The card follows the server's answer, also when that is a refusal that
 * says how things stand now; after a lost answer nobody knows, so we look.
 */
export function useCommand(proposal: ProposalView) {
  const { api, replace, lookAgain } = useCardSetting();
  const [thinking, setThinking] = useState<Thinking | null>(null);
  const isThinking = thinking !== null && thinking.over === proposal.revision;
  useEffect(() => {
    if (!isThinking) return;
    const timer = setTimeout(() => setThinking(null), LONGEST_THOUGHT_MS);
    return () => clearTimeout(timer);
  }, [isThinking]);
  const mutation = useMutation<ProposalView, ApiFailure, ProposalCommand>({
    mutationFn: async (command) => {
      const answer = await api.command(proposal.id, command);
      if (!answer.ok) throw new ApiFailure(answer.problem);
      return answer.value;
    },
    onSuccess: (view, command) => {
      if (command.do === "answer" || command.do === "refresh")
        setThinking({ do: command.do, over: view.revision });
      replace(proposal.id, view);
    },
    onError: ({ problem }) => {
      if (problem.view === undefined) lookAgain();
      else replace(proposal.id, problem.view);
    },
  });
  return {
    send: mutation.mutateAsync,
    /** Fire and forget: what went wrong is in `problem`. */
    run: (command: ProposalCommand) => mutation.mutate(command),
    pending: mutation.isPending ? mutation.variables.do : isThinking ? thinking.do : null,
    problem: mutation.error?.problem ?? null,
  };
}
export type Command = ReturnType<typeof useCommand>;

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { PersonView } from "../../server/contract/index.ts";
import { ApiFailure } from "../api/index.ts";
import { useCardSetting } from "./card-setting.tsx";

const TYPING_MS = 200;

/** People whom Jira would let this issue be given to. Asks once typing pauses; null asks nothing. */
export function useFoundPeople(query: string | null): {
  people: PersonView[];
  state: "looking" | "found" | "failed";
} {
  const { api } = useCardSetting();
  const [asked, setAsked] = useState(query);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(query), query === "" ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [query]);

  const found = useQuery<PersonView[], ApiFailure>({
    queryKey: ["people", asked],
    enabled: asked !== null && query !== null,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const answer = await api.findPeople(asked ?? "", signal);
      if (!answer.ok) throw new ApiFailure(answer.problem);
      return answer.value.people;
    },
  });
  if (found.isError) return { people: [], state: "failed" };
  const looking = found.data === undefined || asked !== query || found.isPlaceholderData;
  const people = found.data ?? [];
  // Until the answer to what is typed arrives, the earlier one must not offer people who do not fit it.
  const fits = ({ name }: PersonView) => name.toLowerCase().includes((query ?? "").toLowerCase());
  return { people: looking ? people.filter(fits) : people, state: looking ? "looking" : "found" };
}

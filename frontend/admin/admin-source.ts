import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { ApiFailure, type AdminApi, type Answer } from "../api/index.ts";

export type AdminSource = ReturnType<typeof createAdminSource>;
export type SectionProps = { source: AdminSource };

/** The page's one copy of what the server says, by section. */
export function createAdminSource(client: QueryClient, api: AdminApi) {
  const OVERVIEW = ["overview"] as const;
  return {
    api,
    overview: queryOptions({
      queryKey: OVERVIEW,
      queryFn: async ({ signal }) => valueOf(await api.readAll(signal)),
    }),
    /** What one section shows. */
    section: <T>(name: string, read: (signal: AbortSignal) => Promise<Answer<T>>) =>
      queryOptions<T, ApiFailure>({
        queryKey: ["section", name],
        queryFn: async ({ signal }) => valueOf(await read(signal)),
        // What another administrator did meanwhile is seen when the section is opened again.
        gcTime: 0,
      }),
    /** An answer to a change: the section has it at once, and the list of sections follows. */
    put: <T>(name: string, value: T) => {
      client.setQueryData(["section", name], value);
      void client.invalidateQueries({ queryKey: OVERVIEW });
    },
  };
}

export function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new ApiFailure(answer.problem);
}

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ApiFailure } from "../api/index.ts";
import { Button, Message, Skeleton } from "../look/index.ts";

/** What a section shows once it is read; until then bones, and an error with its way on. */
export function SectionFrame<T>({
  query,
  children,
}: {
  query: UseQueryResult<T, ApiFailure>;
  children: (value: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === null)
    return <Skeleton lines={["medium", "box", "box", "medium"]} label="Loading this section" />;
  return (
    <Message
      tone="error"
      title="This could not be loaded"
      live
      actions={<Button onPress={() => void query.refetch()}>Try again</Button>}
    >
      {query.error.problem.said}
    </Message>
  );
}

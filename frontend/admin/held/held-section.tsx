import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { HeldTextView, HeldView } from "../../../server/contract/index.ts";
import type { ApiFailure } from "../../api/index.ts";
import { Button, Message, Moment } from "../../look/index.ts";
import { valueOf, type SectionProps } from "../admin-source.ts";
import { SectionFrame } from "../section-frame.tsx";

/** Requests that the rules for personal data hold back, until somebody here decides. */
export function HeldSection({ source }: SectionProps) {
  const query = useQuery(source.section("held", source.api.readHeld));
  return (
    <>
      <p>
        What these hold was sent nowhere. Looking at one is noted in the audit log, and so is what you decide.
      </p>
      <SectionFrame query={query}>
        {({ held }) =>
          held.length === 0 ? (
            <p className="ts-admin-empty">Nothing is held back. Privacy says what would be.</p>
          ) : (
            <ul className="ts-rules">
              {held.map((one) => (
                <Held key={one.id} one={one} source={source} />
              ))}
            </ul>
          )
        }
      </SectionFrame>
    </>
  );
}

function Held({ one, source }: SectionProps & { one: HeldView["held"][number] }) {
  const [erasing, setErasing] = useState(false);
  const show = useMutation<HeldTextView, ApiFailure>({
    mutationFn: async () => valueOf(await source.api.showHeld(one.id)),
  });
  const end = useMutation<HeldView, ApiFailure, "release" | "erase">({
    mutationFn: async (change) => valueOf(await source.api.endHeld(one.id, change)),
    onSuccess: (next) => source.put("held", next),
  });
  const problem = show.error ?? end.error;
  return (
    <li className="ts-rule">
      <p>
        <strong>{one.place}</strong>, {one.by === null ? "from Jira itself" : `asked by ${one.by.name}`},{" "}
        <Moment at={one.at} />
      </p>
      <p className="ts-small">{one.said}</p>
      {problem === null ? null : <Message tone="error">{problem.problem.said}</Message>}
      {show.data === undefined ? null : (
        <blockquote className="ts-admin-quote">
          {show.data.text ?? "It has no text of its own: what is held back stands in the issue."}
        </blockquote>
      )}
      {erasing ? (
        <Message
          tone="warning"
          title="Erase this request?"
          live
          actions={
            <>
              <Button busy={end.isPending} onPress={() => end.mutate("erase")}>
                Erase for good
              </Button>
              <Button kind="subtle" onPress={() => setErasing(false)}>
                Keep
              </Button>
            </>
          }
        >
          Its text is gone then, and nobody can bring it back. Who asked is told that it was erased.
        </Message>
      ) : (
        <div className="ts-buttons">
          <Button busy={show.isPending} onPress={() => show.mutate()}>
            Look at it
          </Button>
          <Button busy={end.isPending} onPress={() => end.mutate("release")}>
            Let it go on
          </Button>
          <Button kind="subtle" onPress={() => setErasing(true)}>
            Erase
          </Button>
        </div>
      )}
    </li>
  );
}

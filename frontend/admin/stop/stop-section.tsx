import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { StopView } from "../../../server/contract/index.ts";
import type { ApiFailure } from "../../api/index.ts";
import { Button, Message, Moment } from "../../look/index.ts";
import { valueOf, type SectionProps } from "../admin-source.ts";
import { SectionFrame } from "../section-frame.tsx";
import { TextSetting } from "../setting.tsx";

/** Halts everything on the site within a second, and lets it go on where it was. */
export function StopSection({ source }: SectionProps) {
  const query = useQuery(source.section("stop", source.api.readStop));
  return (
    <>
      <p>
        Stopped, TicketSmith approves nothing and writes nothing to Jira or Confluence, in any process, within
        a second. What is under way ends its current call and waits; it goes on by itself when you let it.
        Proposals are still made, and nothing is lost.
      </p>
      <SectionFrame query={query}>{(view) => <Switch view={view} source={source} />}</SectionFrame>
    </>
  );
}

function Switch({ view, source }: SectionProps & { view: StopView }) {
  const [reason, setReason] = useState("");
  const turn = useMutation<StopView, ApiFailure, "stop" | "go">({
    mutationFn: async (to) =>
      valueOf(
        await (to === "go"
          ? source.api.go()
          : source.api.stop({ reason: reason.trim() === "" ? null : reason })),
      ),
    onSuccess: (next) => source.put("stop", next),
  });
  return (
    <>
      {turn.error === null ? null : <Message tone="error">{turn.error.problem.said}</Message>}
      {view.stopped ? (
        <Message
          tone="warning"
          title="TicketSmith is stopped on this site"
          live
          actions={
            <Button kind="primary" busy={turn.isPending} onPress={() => turn.mutate("go")}>
              Let it go on
            </Button>
          }
        >
          Since <Moment at={view.at} />. {view.reason}
        </Message>
      ) : (
        <div className="ts-admin-box">
          <TextSetting
            name="Reason"
            value={reason}
            says="Shown to everybody who opens a proposal meanwhile."
            onChange={setReason}
          />
          <div className="ts-buttons">
            <Button busy={turn.isPending} onPress={() => turn.mutate("stop")}>
              Stop TicketSmith on this site
            </Button>
          </div>
        </div>
      )}
    </>
  );
}

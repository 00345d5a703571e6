import * as z from "zod";
import type { LiveUpdates } from "../kit/index.ts";
import type { Database } from "./open-database.ts";
import { CHANGES } from "./tell-panels.ts";

const Message = z.object({ tenant: z.string(), issue: z.string() });

/** Hands every committed change, of whichever process, to those who watch its issue. */
export async function createLiveUpdates(
  db: Pick<Database, "listen">,
  onError: (error: unknown) => void,
): Promise<LiveUpdates & { close(): Promise<void> }> {
  const watchers = new Map<string, Set<() => void>>();
  const topic = (tenantId: string, issueId: string) => `${tenantId}/${issueId}`;

  const wake = (listeners: Iterable<() => void>) => {
    for (const changed of [...listeners]) {
      try {
        changed();
      } catch (error) {
        onError(error);
      }
    }
  };

  const heard = (payload: string) => {
    const message = parse(payload);
    if (message !== undefined) wake(watchers.get(topic(message.tenant, message.issue)) ?? []);
  };
  const close = await db.listen(CHANGES, heard, () =>
    wake([...watchers.values()].flatMap((set) => [...set])),
  );

  return {
    subscribe(tenantId, issueId, changed) {
      const name = topic(tenantId, issueId);
      const watching = watchers.get(name) ?? new Set();
      watchers.set(name, watching.add(changed));
      return () => {
        watching.delete(changed);
        if (watching.size === 0 && watchers.get(name) === watching) watchers.delete(name);
      };
    },
    close,
  };
}

function parse(payload: string): z.infer<typeof Message> | undefined {
  try {
    return Message.parse(JSON.parse(payload));
  } catch {
    return undefined;
  }
}

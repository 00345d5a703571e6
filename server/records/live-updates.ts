import * as z from "zod";
import type { LiveUpdates } from "../kit/index.ts";
import type { Database } from "./open-database.ts";
import { CHANGES } from "./tell-panels.ts";

const Message = z.object({ tenant: z.string(), issue: z.string().nullable() });

/** Hands every committed change, of whichever process, to those who watch its issue. */
export async function createLiveUpdates(
  db: Pick<Database, "listen">,
  onError: (error: unknown) => void,
): Promise<LiveUpdates & { close(): Promise<void> }> {
  const watchers = new Map<string, Set<() => void>>();
  const topic = (tenantId: string, issueId: string) => `${tenantId}/${issueId}`;
  const all = (tenantId: string) => `${tenantId}/*`;

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
    if (message === undefined) return;
    const { tenant, issue } = message;
    if (issue !== null) wake(watchers.get(topic(tenant, issue)) ?? []);
    wake(watchers.get(all(tenant)) ?? []);
  };
  const close = await db.listen(CHANGES, heard, () =>
    wake([...watchers.values()].flatMap((set) => [...set])),
  );

  const watch = (name: string, changed: () => void) => {
    const watching = watchers.get(name) ?? new Set();
    watchers.set(name, watching.add(changed));
    return () => {
      watching.delete(changed);
      if (watching.size === 0 && watchers.get(name) === watching) watchers.delete(name);
    };
  };
  return {
    subscribe: (tenantId, issueId, changed) => watch(topic(tenantId, issueId), changed),
    subscribeToAll: (tenantId, changed) => watch(all(tenantId), changed),
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

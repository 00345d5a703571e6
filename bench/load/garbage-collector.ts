import { once } from "node:events";
import * as z from "zod";

const Targets = z.array(z.object({ webSocketDebuggerUrl: z.string() })).min(1);

/** Reaches into a process that runs with `--inspect=127.0.0.1:port`. `collect` resolves once all garbage is gone. */
export async function openGarbageCollector(port: number) {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
  const [target] = Targets.parse(await answer.json());
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  await once(socket, "open");
  return {
    async collect(): Promise<void> {
      const done = once(socket, "message", { signal: AbortSignal.timeout(10_000) });
      socket.send(JSON.stringify({ id: 1, method: "HeapProfiler.collectGarbage" }));
      await done;
    },
    close: () => socket.close(),
  };
}

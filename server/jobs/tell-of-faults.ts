import * as z from "zod";
import type { Clock } from "../kit/index.ts";

/** pg-boss hands on a plain object: the properties of the error, its words, and where it happened. */
const Told = z.object({ message: z.string(), stack: z.string().optional(), code: z.string().optional() });

/** What pg-boss adds to the words: with it the same fault would read differently in each queue. */
const WHERE = / \(Queue: [^()]*, Worker: [^()]*\)$/;

const QUIET_MS = 10_000;

/**
 * Makes an Error of what pg-boss tells, since a log says nothing of other objects. Every queue fails once a second
 * while the database is away: the same words are told again only after a while.
 */
export function tellOfFaults(onError: (error: unknown) => void, clock: Clock): (told: unknown) => void {
  const lastTold = new Map<string, number>();
  return (told) => {
    const error = toError(told);
    const now = clock.now().getTime();
    for (const [words, at] of lastTold) if (now - at >= QUIET_MS) lastTold.delete(words);
    if (lastTold.has(error.message)) return;
    lastTold.set(error.message, now);
    onError(error);
  };
}

function toError(told: unknown): Error {
  if (told instanceof Error) return told;
  const read = Told.safeParse(told);
  if (!read.success) return new Error("The queue reported a fault without words", { cause: told });
  const { message, ...rest } = read.data;
  return Object.assign(new Error(message.replace(WHERE, "")), rest);
}

import type { EngineKind, FoundPersonalData } from "../contract/index.ts";
import type { Facts, PlanningRequest } from "./facts.ts";

/** What an engine is asked. A model sees `prompt` alone; the offline engine reads the facts. */
export type EngineQuestion = {
  facts: Facts;
  request: PlanningRequest;
  prompt: {
    /** Which prompt file this is, kept in the plan's trace. */
    version: string;
    system: string;
    user: string;
    /** `user` with about half of the texts, for a model that takes no more. */
    shorter: () => string;
    /** JSON Schema (draft 2020-12, closed objects) of the reply. */
    schema: Readonly<Record<string, unknown>>;
  };
  /** For engines that are told to look twice. */
  secondLook: () => SecondLook | undefined;
  /** Puts masked values back into text that an engine returned. */
  unmask: (text: string) => string;
  /** The personal data that the request and the issue's own texts hold, and what the site's policy makes of it. */
  found: readonly FoundPersonalData[];
};

/** Another question about the same texts: which of them try to give orders. */
export type SecondLook = {
  system: string;
  user: string;
  schema: Readonly<Record<string, unknown>>;
  /** Undefined for what is no answer. */
  read: (answer: string) => Suspect[] | undefined;
};

/** A place that a second look takes for an order: the text's number in `markedTexts`, and words that should stand there. */
export type Suspect = { text: number; quote: string };

/** The server's own figures. `nanoUsd`: billionths of a US dollar, or null where no price is known. */
export type EngineUsage = { promptTokens: number; completionTokens: number; nanoUsd: number | null };

/** `text` is untrusted JSON until `concludePlan` has parsed it. */
export type EngineReply = {
  engine: EngineKind;
  model: string | null;
  text: string;
  usage: EngineUsage | null;
  /** Why another engine answered than the one configured, in words. */
  note: string | null;
  /** What a second look found, where one was to be had. */
  suspects?: readonly Suspect[] | "failed";
};

/** Rejects only on faults that a fallback engine cannot answer for. */
export type Engine = {
  kind: EngineKind;
  answer(question: EngineQuestion, signal?: AbortSignal): Promise<EngineReply>;
};

import {
  findFlaws,
  type Engine,
  type EngineReply,
  type SecondLook,
  type Suspect,
} from "../../planning/index.ts";
import type { ModelUse } from "../../contract/index.ts";
import { EngineFault } from "./engine-fault.ts";
import { findJson } from "./find-json.ts";
import { createCalls, type CallOptions } from "./make-call.ts";
import type { KnownWays } from "./remember-ways.ts";
import { WAYS, writeParams, type Question, type Way } from "./write-params.ts";

export type OpenAiEngineOptions = CallOptions & {
  /** Whose server it is: a tenant's id, or a word for the operator's own. */
  owner: string;
  ways: KnownWays;
  /** Ask beside it which of the texts try to give orders. */
  secondLook?: boolean;
};

/**
 * An engine behind OpenAI's chat completions. The reply is held to the question's schema as well as the server can: by
 * itself, as the parameters of a function, or told in words. What is no draft is asked for once more with its flaws
 * named; what is none even then is given back as it came, for a person to see. Throws `EngineFault`.
 */
export function createOpenAiEngine(options: OpenAiEngineOptions): Engine {
  const { ways } = options;
  const { baseUrl, model } = options.server;
  const server = { owner: options.owner, baseUrl, model };

  return {
    kind: "openai",
    async answer({ facts, prompt, secondLook }, signal): Promise<EngineReply> {
      const notes: string[] = [];
      const calls = createCalls(options, signal, (words) => notes.push(words));

      /** Down from the best way that the server is known to answer in. */
      async function ask(question: Question, from: Way, use: ModelUse = "plan"): Promise<string> {
        const purpose = { use, project: facts.project.key };
        for (const way of WAYS.slice(WAYS.indexOf(from))) {
          try {
            const answer = await calls.ask(writeParams(question, way), purpose);
            // Only once a way has worked: a question can be refused for other causes.
            if (question.again === undefined) ways.note(server, way);
            return findJson(answer);
          } catch (fault) {
            if (!canAskOtherwise(fault, way)) throw fault;
          }
        }
        throw new EngineFault("not-offered", "The model's server answers in no way we know");
      }

      /** What is too long is cut once. */
      async function askFitting(question: Question): Promise<{ question: Question; text: string }> {
        try {
          return { question, text: await ask(question, ways.wayOf(server)) };
        } catch (fault) {
          if (!(fault instanceof EngineFault) || fault.reason !== "too-long") throw fault;
          const shorter = { ...question, user: prompt.shorter() };
          const text = await ask(shorter, ways.wayOf(server));
          notes.push(SHORTENED);
          return { question: shorter, text };
        }
      }

      /** Only what it finds counts, so a text that talks it out of it gains nothing by that. */
      async function lookAgain(look: SecondLook): Promise<readonly Suspect[] | "failed"> {
        try {
          return look.read(await ask({ model, ...look }, ways.wayOf(server), "look")) ?? "failed";
        } catch (fault) {
          if (fault instanceof EngineFault) return "failed";
          throw fault;
        }
      }

      const look = options.secondLook === true ? secondLook() : undefined;
      const looked = look === undefined ? undefined : lookAgain(look);
      // Whoever asks is told of the answer's own fault; the look must not end the process meanwhile.
      looked?.catch(() => undefined);
      const reply = async (text: string): Promise<EngineReply> => {
        const suspects = await looked;
        return {
          ...{ engine: "openai", model, text, usage: calls.used() },
          note: notes.length === 0 ? null : notes.join(" "),
          ...(suspects === undefined ? {} : { suspects }),
        };
      };

      const { schema, system, user } = prompt;
      const { question, text } = await askFitting({ model, schema, system, user });
      const flaws = findFlaws(text);
      if (flaws.length === 0) return reply(text);
      // In words: a server that minds the schema by itself would have kept to it.
      const second = await ask({ ...question, again: { answer: text, flaws } }, "words", "repair");
      if (findFlaws(second).length > 0) return reply(second);
      ways.note(server, "words");
      notes.push(REPAIRED);
      return reply(second);
    },
  };
}

/** Some servers break over functions that they do not know, rather than say so. */
const canAskOtherwise = (fault: unknown, way: Way) =>
  fault instanceof EngineFault &&
  way !== "words" &&
  (fault.reason === "not-offered" || (way === "tool" && fault.reason === "failed"));

const SHORTENED = "The texts were too long for the model, so it saw a part of them, comments left out first.";
const REPAIRED = "The model's first answer could not be read; asked again, it gave one that can.";

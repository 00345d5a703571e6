import { createHash } from "node:crypto";
import type { Request } from "express";
import { hashCanonical } from "../../kit/index.ts";
import type { AnswerStore, KeptAnswer } from "../../tenants/index.ts";
import type { ApiCaller } from "./api-caller.ts";
import { Problem } from "./problem.ts";

export type Answer = KeptAnswer;

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * A call that names an idempotency key is answered once: the same key with the same body gets the same answer for a
 * day. The key belongs to the person and the address. What failed is not kept, so that it can be tried again.
 */
export function createAnswerOnce(answers: AnswerStore) {
  return async function answerOnce(
    { caller }: ApiCaller,
    request: Request,
    body: unknown,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const key = request.headers["idempotency-key"];
    if (key === undefined) return work();
    if (typeof key !== "string" || !KEY.test(key))
      throw new Problem("not-understood", "Idempotency-Key takes 1 to 255 visible ASCII characters.");
    const where = `${request.method} ${request.route?.path ?? ""}`;
    const keyDigest = createHash("sha256").update(`${where}\n${key}`).digest("hex");
    const { accountId } = caller.actor;
    const taken = await answers.take(caller, accountId, { keyDigest, bodyDigest: hashCanonical(body) });
    if (taken === "other") throw new Problem("key-reused", "Use a new Idempotency-Key for another body.");
    if (taken === "busy") throw new Problem("key-in-use", "Ask again in a moment.", { retryAfterMs: 1_000 });
    if (taken !== "first") return taken;
    try {
      const answer = await work();
      await answers.keep(caller, accountId, keyDigest, answer);
      return answer;
    } catch (error) {
      await answers.free(caller, accountId, keyDigest);
      throw error;
    }
  };
}

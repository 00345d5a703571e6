import { expect, test } from "vitest";
import { createBatchedLookup } from "../../server/records/batch-lookups.ts";

function scripted() {
  const asked: string[][] = [];
  const answers: PromiseWithResolvers<ReadonlyMap<string, string>>[] = [];
  const lookUp = createBatchedLookup<string>((keys) => {
    asked.push([...keys]);
    const answer = Promise.withResolvers<ReadonlyMap<string, string>>();
    answers.push(answer);
    return answer.promise;
  });
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { asked, answers, lookUp, turn };
}

test("what is asked in one turn is one query, and each asker gets the own answer", async () => {
  const { asked, answers, lookUp, turn } = scripted();
  const all = Promise.all(["a", "b", "a", "nobody"].map(lookUp));
  await turn();
  expect(asked).toEqual([["a", "b", "nobody"]]);
  answers[0]?.resolve(
    new Map([
      ["b", "B"],
      ["a", "A"],
    ]),
  );
  expect(await all).toEqual(["A", "B", "A", undefined]);
});

test("who asks while a query is under way gets an answer of a later one", async () => {
  const { asked, answers, lookUp, turn } = scripted();
  const early = lookUp("a");
  await turn();
  const late = lookUp("a");
  await turn();
  expect(asked).toEqual([["a"]]);
  answers[0]?.resolve(new Map([["a", "old"]]));
  await turn();
  answers[1]?.resolve(new Map([["a", "new"]]));
  expect(await Promise.all([early, late])).toEqual(["old", "new"]);
});

test("a query that fails fails for those who asked it, and the next one is sent", async () => {
  const { answers, lookUp, turn } = scripted();
  const failed = lookUp("a");
  void turn().then(() => answers[0]?.reject(new Error("away")));
  await expect(failed).rejects.toThrow("away");
  const next = lookUp("a");
  await turn();
  answers[1]?.resolve(new Map([["a", "A"]]));
  expect(await next).toBe("A");
});

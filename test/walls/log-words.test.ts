import { expect, test } from "vitest";
import * as z from "zod";
import { createLogger } from "../../server/kit/index.ts";

const SECRET = "the merger with Initech";
const ADDRESS = "mia.krause@acme.example";

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("It was taken");
};

const Shape = z.strictObject({
  fields: z.record(z.string(), z.object({ name: z.string() })),
  kind: z.enum(["a"]),
});

test.each([
  ["a parser that quotes the text", thrown(() => JSON.parse(`{"summary": ${SECRET}}`))],
  ["a parser far down the causes", new Error("No", { cause: thrown(() => JSON.parse(SECRET)) })],
  [
    "a shape with names that somebody chose",
    Shape.safeParse({ fields: { [SECRET]: { name: 1 } }, kind: SECRET, [SECRET]: 1 }).error,
  ],
  ["a database that repeats a value", new Error(`invalid input syntax for type uuid: "${SECRET}"`)],
  ["a database that repeats a value over lines", new Error(`invalid input value for enum x: "a\n${SECRET}"`)],
  ["a server that names a person", new Error(`No account for ${ADDRESS}, or <${ADDRESS}>`)],
  [
    "an address with words in its query",
    new Error(`GET https://acme.test/search?jql=${encodeURIComponent(SECRET)} failed`),
  ],
])("the log holds nothing of what was said: %s", (_what, error) => {
  const lines: string[] = [];
  const logger = createLogger({ level: "trace", destination: { write: (line) => void lines.push(line) } });
  logger.debug("x", { error });
  const text = lines.join();
  expect(text).toContain('"error"');
  for (const secret of [SECRET, encodeURIComponent(SECRET), "merger", ADDRESS, "mia.krause"])
    expect(text).not.toContain(secret);
});

test("what is left of a shape that did not fit still says where", () => {
  const lines: string[] = [];
  const logger = createLogger({ level: "info", destination: { write: (line) => void lines.push(line) } });
  logger.error("x", { error: Shape.safeParse({ fields: { x1: { name: 1 } }, kind: "b" }).error });
  expect(lines.join()).toContain("invalid_type at fields.*.name, invalid_value at kind");
});

import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import * as z from "zod";

const FOLDER = new URL("../../server/planning/prompts/", import.meta.url);
const Prompt = z.object({ VERSION: z.string(), SYSTEM: z.string() });

/** Plans that are stored name the prompt they came from, so its words stay what they were: a change is a new file. */
const WORDS: Readonly<Record<string, string>> = {
  "look-v1": "48eefae2bdb99c9b",
  "plan-v1": "2cca54689163ab28",
};

test("a prompt keeps its words as long as it keeps its version, and is named like its file", async () => {
  const found: Record<string, string> = {};
  for (const file of await readdir(FOLDER)) {
    const { VERSION, SYSTEM } = Prompt.parse(await import(new URL(file, FOLDER).href));
    expect(`${VERSION}.ts`).toBe(file);
    found[VERSION] = createHash("sha256").update(SYSTEM).digest("hex").slice(0, 16);
  }
  expect(found).toEqual(WORDS);
});

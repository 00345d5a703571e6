import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import draft04 from "ajv-draft-04";
import type { ValidateFunction } from "ajv";
import { z } from "zod";
import type { AdfDoc } from "../state.ts";

const Envelope = z.object({ type: z.literal("doc"), version: z.literal(1), content: z.array(z.json()) });

let compiled: ValidateFunction | undefined;

/** Compiled at the first document: the schema costs a fifth of a second, which a start should not pay. */
function schema(): ValidateFunction {
  if (compiled === undefined) {
    const path = createRequire(import.meta.url).resolve("@atlaskit/adf-schema/json-schema/v1/full.json");
    const Ajv = draft04.default;
    compiled = new Ajv({ strict: false, allErrors: false }).compile(JSON.parse(readFileSync(path, "utf8")));
  }
  return compiled;
}

/** The document when it passes Atlassian's own ADF schema, else undefined. */
export function checkAdf(input: unknown): AdfDoc | undefined {
  const envelope = Envelope.safeParse(input);
  if (!envelope.success || !schema()(input)) return undefined;
  return { type: "doc", version: 1, content: envelope.data.content };
}

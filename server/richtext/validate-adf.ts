import schema from "@atlaskit/adf-schema/dist/json-schema/v1/full.json" with { type: "json" };
import Ajv, { type ValidateFunction } from "ajv-draft-04";
import { refuse, type Result } from "../kit/index.ts";
import type { AdfDoc } from "./adf-node.ts";
import { parseAdf } from "./parse-adf.ts";

/** `at` is a JSON pointer into the document. `words` are for a log or a developer, not for a customer. */
export type AdfRefusal = {
  reason: "not-adf" | "schema" | "node" | "mark" | "link";
  at: string;
  words: string;
};

let compiled: ValidateFunction | undefined;

/** Compiled on first use: it takes a moment that most processes never need. */
function validator(): ValidateFunction {
  compiled ??= new Ajv.default({ strict: false }).compile(schema);
  return compiled;
}

/** Checks against Atlassian's own schema (`@atlaskit/adf-schema`, v1 full). It says nothing about addresses. */
export function validateAdf(value: unknown): Result<AdfDoc, AdfRefusal> {
  const doc = parseAdf(value);
  if (!doc.ok) return refuse({ reason: "not-adf", at: "", words: "not a document" });
  const validate = validator();
  if (validate(value)) return doc;
  // Every alternative that did not fit reports itself; the deepest one is the nearest to the cause.
  const [nearest] = (validate.errors ?? []).toSorted((a, b) => b.instancePath.length - a.instancePath.length);
  return refuse({
    reason: "schema",
    at: nearest?.instancePath ?? "",
    words: nearest?.message ?? "does not fit",
  });
}

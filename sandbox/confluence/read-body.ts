import { z } from "zod";
import { adfToStorage } from "../rich-text/adf-to-storage.ts";
import { checkAdf } from "../rich-text/check-adf.ts";
import { checkStorage } from "../rich-text/check-storage.ts";
import { encodeText } from "../rich-text/xml-entities.ts";
import { ok, refuse, type Result } from "../result.ts";

const Written = z.object({
  representation: z.enum(["storage", "atlas_doc_format", "wiki"]),
  value: z.string(),
});
const Nested = z.object({
  storage: Written.optional(),
  atlas_doc_format: Written.optional(),
  wiki: Written.optional(),
});
/** A body as v2 takes it: one representation, or one under its own name. */
export const BodyWrite = z.union([Written, Nested]);
export type BodyWrite = z.infer<typeof BodyWrite>;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Wiki markup in its simplest form, paragraphs; Confluence converts more of it. */
function wikiToStorage(text: string): string {
  const parts = text.split(/\n\s*\n/).filter((one) => one.trim() !== "");
  return parts
    .map((one) => {
      const heading = /^h([1-6])\. (.+)$/.exec(one.trim());
      return heading === null
        ? `<p>${encodeText(one.trim())}</p>`
        : `<h${heading[1]}>${encodeText(heading[2] ?? "")}</h${heading[1]}>`;
    })
    .join("");
}

/** A written body in storage format, checked as Confluence checks it. */
export function readWrittenBody(body: BodyWrite): Result<string> {
  const written = "representation" in body ? body : (body.storage ?? body.atlas_doc_format ?? body.wiki);
  if (written === undefined) return refuse(400, "A body needs a representation and a value.");
  const { representation, value } = written;
  if (representation === "storage") return checkStorage(value);
  if (representation === "wiki") return ok(wikiToStorage(value));
  const doc = checkAdf(parseJson(value));
  return doc === undefined
    ? refuse(400, "The body is not a valid document in the Atlassian Document Format.")
    : checkStorage(adfToStorage(doc));
}

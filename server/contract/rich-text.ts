import * as z from "zod/mini";

export type AdfNodeJson = { type: string; [key: string]: unknown };

/** A node of Atlassian Document Format. Loose here; `richtext` validates what we write against the full schema. */
export const AdfNodeJson: z.ZodMiniType<AdfNodeJson, AdfNodeJson> = z.looseObject({
  type: z.string().check(z.minLength(1), z.maxLength(64)),
});

const Position = z.int().check(z.minimum(0), z.maximum(100_000));
const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const Nodes = z.array(AdfNodeJson).check(z.maxLength(1_000));

/**
 * A change to the top-level blocks of a document. Whatever it does not name stays byte for byte;
 * an `expectHash` that no longer fits what stands there makes the patch a conflict.
 */
export const AdfPatchOp = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("append"), nodes: Nodes }),
  z.strictObject({ op: z.literal("insert"), at: Position, nodes: Nodes }),
  z.strictObject({ op: z.literal("replace"), at: Position, count: Position, expectHash: Hash, nodes: Nodes }),
  z.strictObject({ op: z.literal("set"), expectHash: z.nullable(Hash), nodes: Nodes }),
]);
export type AdfPatchOp = z.infer<typeof AdfPatchOp>;

export const AdfPatch = z.strictObject({ ops: z.array(AdfPatchOp).check(z.minLength(1), z.maxLength(50)) });
export type AdfPatch = z.infer<typeof AdfPatch>;

import { z } from "zod";

export const PropertyInputs = z.array(z.object({ key: z.string(), value: z.json() }));
const UpdateInputs = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));
export const IssueBody = z.object({
  fields: z.record(z.string(), z.unknown()).default({}),
  update: UpdateInputs.default({}),
  properties: PropertyInputs.default([]),
});

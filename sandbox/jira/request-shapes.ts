import { z } from "zod";

export const PropertyInputs = z.array(z.object({ key: z.string(), value: z.json() }));
export const UpdateInputs = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));

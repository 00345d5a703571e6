import * as z from "zod";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day, which begins in UTC, or a moment. */
export const Moment = z
  .string()
  .refine((text) => DAY.test(text) || z.iso.datetime({ offset: true }).safeParse(text).success, {
    error: "a day such as 2027-01-31, or a moment such as 2027-01-31T09:00:00Z",
  })
  .transform((text) => new Date(text));

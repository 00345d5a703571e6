import * as z from "zod";
import { LEEWAY_S } from "./find-time-flaw.ts";

const seconds = z.number().int().nonnegative();
const audience = z
  .union([z.string(), z.array(z.string()).max(10)])
  .transform((aud) => (typeof aud === "string" ? [aud] : aud));

/** Signs that can be seen: a NUL or half a character is no name of anybody, and the database would choke on it. */
const name = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[\x21-\x7e]+$/);

const place = { id: z.union([z.string(), z.number()]).transform(String), key: z.string().max(255) };

/** An issue that cannot be read is still one: what opens a page beside no issue must not be taken from it. */
const UNREADABLE = { id: "", key: "" };

/** Where the product says the person is. Other parts of the context are dropped. */
const Context = z.object({
  jira: z
    .object({
      issue: z.object(place).optional().catch(UNREADABLE),
      project: z.object(place).optional().catch(undefined),
    })
    .optional(),
});

/** Claims of a product's HS256 token. */
export const TokenClaims = z.object({
  iss: name(255),
  sub: name(128).optional(),
  aud: audience.optional(),
  qsh: z.string().max(64),
  iat: seconds,
  exp: seconds,
  nbf: seconds.optional(),
  context: Context.optional().catch(undefined),
});
export type TokenClaims = z.infer<typeof TokenClaims>;

/** Claims of Atlassian's RS256 token on install and uninstall. */
export const InstallClaims = z.object({
  iss: name(255),
  aud: audience,
  qsh: z.string().max(64),
  iat: seconds,
  exp: seconds,
});

const LONGEST_LIFE_S = 24 * 3_600;

/** What the door asks for beyond the signature's own check: both ends of a life, and a short one. */
export function hasSaneTimes({ iat, exp }: { iat: number; exp: number }, now: Date): boolean {
  return iat <= now.getTime() / 1_000 + LEEWAY_S && exp > iat && exp - iat <= LONGEST_LIFE_S;
}

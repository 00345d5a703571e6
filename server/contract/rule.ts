import * as z from "zod/mini";

const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(255));
const Field = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_.]{0,254}$/));
const Names = z.array(Name).check(z.minLength(1), z.maxLength(50));

/** All names are as Jira shows them; `field` is a Jira field id, or `assignee`, `issuetype`. */
export const RuleCondition = z.discriminatedUnion("if", [
  z.strictObject({ if: z.literal("is"), field: Field, values: Names }),
  z.strictObject({ if: z.literal("empty"), field: Field }),
  /** Any of these words stands in the request, the summary or the description. */
  z.strictObject({ if: z.literal("text"), words: Names }),
  z.strictObject({ if: z.literal("project"), keys: Names }),
]);
export type RuleCondition = z.infer<typeof RuleCondition>;

/** When all of `when` holds, `set` is proposed, unless the person said otherwise in their own words. */
export const Rule = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
  enabled: z._default(z.boolean(), true),
  when: z.array(RuleCondition).check(z.minLength(1), z.maxLength(10)),
  /** A list adds to a list field. A person is named, or given as an account id. */
  set: z.strictObject({ field: Field, value: z.union([Name, Names]) }),
});
export type Rule = z.infer<typeof Rule>;

export const Rules = z.array(Rule).check(
  z.maxLength(200),
  z.refine(
    (rules) => new Set(rules.map(({ id }) => id)).size === rules.length,
    "each rule has an id of its own",
  ),
);
export type Rules = z.infer<typeof Rules>;

import * as z from "zod";
import type { NamedOption } from "../../contract/index.ts";

/** Select options carry `value`; components, versions and priorities `name`. */
export const OptionJson = z.object({
  id: z.string(),
  name: z.string().optional(),
  value: z.string().optional(),
});
type OptionJson = z.infer<typeof OptionJson>;

const BETWEEN_IDS = "/";

export const toOption = ({ id, name, value }: OptionJson): NamedOption => ({
  id,
  name: (name ?? value ?? id).slice(0, 255),
});

/** A choice in a cascading select is one option to everybody else: both ids, and both names as Jira shows them. */
export const below = (parent: NamedOption, child: NamedOption): NamedOption => ({
  id: `${parent.id}${BETWEEN_IDS}${child.id}`,
  name: `${parent.name} - ${child.name}`.slice(0, 255),
});

/** What a field offers, each option followed by those below it. */
export const OfferedJson = OptionJson.extend({ children: z.array(OptionJson).optional() }).transform(
  ({ children = [], ...own }): NamedOption[] => {
    const parent = toOption(own);
    return [parent, ...children.map((child) => below(parent, toOption(child)))];
  },
);

/** An option as `fields` of a write takes it. */
export function writeOption({ id }: NamedOption): unknown {
  const [parent, child] = id.split(BETWEEN_IDS);
  return child === undefined ? { id } : { id: parent, child: { id: child } };
}

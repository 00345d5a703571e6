import type { PersonView } from "../../server/contract/index.ts";
import type { Draft, FormField } from "./check-draft.ts";

/** What every control is given: its field, what it holds, and whom to tell. */
export type ControlProps = {
  id: string;
  field: FormField;
  draft: Draft;
  invalid: boolean;
  describedBy: string | undefined;
  autoFocus: boolean;
  /** People whose names are on the card already. */
  known: readonly PersonView[];
  onChange: (draft: Draft) => void;
};

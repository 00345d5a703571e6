import { Button, Message } from "../look/index.ts";
import type { Form } from "./use-form.ts";

/** There only when something was changed, with what. */
export function SaveBar({ form }: { form: Form }) {
  const { changed, said, saving } = form;
  return (
    <div className="ts-admin-save" role="status">
      {said === null ? null : <Message tone="error">{said}</Message>}
      {changed.length === 0 ? null : (
        <div className="ts-admin-save-line">
          <span>Changed: {changed.join(", ")}.</span>
          <Button kind="primary" busy={saving} onPress={() => void form.save()}>
            Save
          </Button>
          <Button kind="subtle" disabled={saving} onPress={form.discard}>
            Discard
          </Button>
        </div>
      )}
    </div>
  );
}

import type { AdfNodeJson } from "../../contract/index.ts";
import { ok, refuse, type Result } from "../../kit/index.ts";
import { checkWrittenAdf, markdownToAdf } from "../../richtext/index.ts";

/** Markdown to blocks that passed the ADF schema and our own policy. Refuses in words. */
export function writeDocument(markdown: string): Result<AdfNodeJson[], string> {
  const doc = markdownToAdf(markdown);
  if (!doc.ok) return refuse("The text could not be turned into a Jira text.");
  const checked = checkWrittenAdf(doc.value);
  if (!checked.ok) return refuse("The text holds something that TicketSmith does not write.");
  const blocks: AdfNodeJson[] = [...checked.value.content];
  return blocks.length === 0 ? refuse("The text is empty.") : ok(blocks);
}

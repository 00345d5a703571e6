import { randomBytes } from "node:crypto";
import type { AuditLog } from "../audit/index.ts";
import type { Clock } from "../kit/index.ts";
import { namedActor, type Caller } from "../tenants/index.ts";
import type { DecidedProposal, FeedbackStore } from "./feedback-ports.ts";
import { accountsBehind, maskLine } from "./mask-line.ts";
import type { FactsSource } from "./ports.ts";
import type { FeedbackQuery } from "./view-feedback.ts";

export type FeedbackExporterDeps = {
  feedback: (caller: Caller) => Pick<FeedbackStore, "decided">;
  audit: Pick<AuditLog, "note">;
  people: Pick<FactsSource, "people">;
  clock: Clock;
};

const PAGE = 100;

/**
 * All decisions of a site as JSON lines, for fine-tuning and for whoever counts otherwise than we do; nothing of anybody is
 * in them. Page by page, however many there are. The export is on the record before its first line.
 */
export function createFeedbackExporter({ feedback, audit, people, clock }: FeedbackExporterDeps) {
  return async function* exportFeedback(
    caller: Caller,
    { since = new Date(0), project }: FeedbackQuery = {},
  ): AsyncGenerator<string> {
    const scope = { since, until: clock.now(), project: project ?? null };
    const store = feedback(caller);
    await audit.note(caller, {
      ...{ type: "feedback-exported", by: namedActor(caller) },
      ...{ since: since.toISOString(), until: scope.until.toISOString() },
    });
    const salt = randomBytes(32).toString("hex");
    let after: Pick<DecidedProposal, "at" | "id"> | undefined;
    for (;;) {
      const page = await store.decided(scope, { after, limit: PAGE });
      const accounts = [...new Set(page.flatMap(accountsBehind))];
      const known = accounts.length === 0 ? [] : await people.people(caller, accounts);
      const names = known.map(({ name }) => name);
      for (const one of page) yield lineOf(maskLine(one, { names, salt }));
      after = page.at(-1);
      if (after === undefined || page.length < PAGE) return;
    }
  };
}

/** Some readers take U+2028 and U+2029 for the end of a line. */
const lineOf = (line: object): string =>
  `${JSON.stringify(line)
    .replaceAll("\u2028", String.raw`\u2028`)
    .replaceAll("\u2029", String.raw`\u2029`)}\n`;

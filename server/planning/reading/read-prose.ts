import type { Draft, DraftReason, DraftStep } from "../draft.ts";
import { isAboutIssue, type Facts, type PlanningRequest } from "../facts.ts";
import { readAssignee } from "./read-assignee.ts";
import { readLink } from "./read-link.ts";
import { readNewIssues, wantsNewIssue } from "./read-new-issues.ts";
import { readStatus } from "./read-status.ts";
import { readComment, readRename } from "./read-texts.ts";
import { readValues } from "./read-values.ts";
import { metaOf, originalOf, quoteOf, setScene, type Order, type Scene } from "./scene.ts";

/** "Leave everything as it is": whatever else is said, nothing is wanted. */
const NOTHING =
  /(?:leave (?:everything|it all|all of it|it as it is|this as it is)|no changes?(?: needed| please)?|don'?t (?:change|touch) anything|nichts (?:andern|tun)|lass(?:t|en)? (?:alles|es) so|on (?:n'y touche pas|laisse (?:comme|tel))|ne (?:change|touche)(?:z|s)? rien|no (?:cambies|toques) nada|dejalo todo (?:asi|como)|nao (?:mexa|muda|altera)\p{L}* (?:em )?nada|deixa (?:tudo )?(?:como|assim)|変更なし|そのままで(?:お願い|大丈夫|いい|結構)|何もしない)/u;

/**
 * A person's own words, in whatever of six languages and however they are put: what they name is marked first, then it is
 * asked what they want of it. What is not clear enough is asked or left alone, never guessed.
 */
export function readProse(facts: Facts, request: PlanningRequest, from: number): Draft {
  const scene = setScene(facts, request, from);
  if (NOTHING.test(scene.text)) return draftOf([], [], scene);
  if (wantsNewIssue(scene)) {
    const { steps, orders } = readNewIssues(scene);
    if (facts.issue === null || steps.length > 0) return draftOf(steps, orders, scene);
  }
  if (!isAboutIssue(facts)) return draftOf([], [], scene);
  return readForIssue(scene);
}

function readForIssue(scene: Scene): Draft {
  const { editable } = scene.facts;
  const summary = metaOf(editable, "summary");
  const texts = [...readComment(scene), ...(summary === undefined ? [] : readRename(scene, summary))];
  // What somebody wants written down is theirs, whatever it says.
  const taken = texts.map(({ start, end }) => ({ start, end, inner: { start, end } }));
  const rest: Scene = { ...scene, quotes: [...scene.quotes, ...taken] };
  const orders = [
    ...texts,
    ...readValues(rest, editable),
    ...readAssignee(rest),
    ...readStatus(rest),
    ...readLink(rest),
  ];
  return draftOf(
    orders.flatMap((order) => stepFor(order, scene)),
    orders,
    scene,
  );
}

function stepFor(order: Order, scene: Scene): DraftStep[] {
  const because = (field: string): DraftReason[] => [
    {
      field,
      quote: quoteOf(scene, order),
      source: scene.request.commentId === null ? "request" : "comment",
      issueKey: null,
      text: null,
    },
  ];
  switch (order.kind) {
    case "value": {
      const { field, value, confidence } = order;
      if (field === "assignee")
        return [
          {
            type: "assign",
            person: typeof value === "string" ? value : null,
            confidence,
            because: because(field),
          },
        ];
      return [{ type: "set-field", field, value, confidence, because: because(field) }];
    }
    case "move":
      return [
        {
          type: "move",
          transition: order.transition,
          confidence: order.confidence,
          because: because("status"),
        },
      ];
    case "link":
      return [
        {
          type: "link",
          relation: order.relation,
          issueKey: order.issueKey,
          confidence: order.confidence,
          because: because("link"),
        },
      ];
    case "comment":
      return [
        { type: "comment", markdown: order.markdown, confidence: order.confidence, because: because("body") },
      ];
    default:
      return [];
  }
}

/** What else was said, for people to see that nothing was made of it. */
function unread(scene: Scene, orders: readonly Order[], steps: readonly DraftStep[]): string[] {
  const reasons = steps.flatMap(({ because }) => because.flatMap(({ quote }) => quote ?? []));
  return scene.sentences
    .filter(({ start, end }) => !orders.some((order) => order.start < end && start < order.end))
    .map((sentence) => originalOf(scene, sentence).trim())
    .filter((words) => words.split(/\s+/u).length > 2)
    .filter((words) => !reasons.some((quote) => quote.includes(words) || words.includes(quote)))
    .slice(0, 5)
    .map((words) => `Not understood: “${words.slice(0, 120)}”.`);
}

function draftOf(steps: DraftStep[], orders: readonly Order[], scene: Scene): Draft {
  const { full } = scene;
  const questions = orders.flatMap((order) => (order.kind === "ask" ? [order.question] : [])).slice(0, 5);
  const empty = steps.length === 0 && questions.length === 0;
  return {
    summary: empty ? `TicketSmith found nothing to do in “${full.trim().slice(0, 120)}”.` : "",
    steps,
    questions,
    notes: steps.length === 0 ? [] : unread(scene, orders, steps),
  };
}

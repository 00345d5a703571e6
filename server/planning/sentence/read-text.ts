import { setValue } from "./choose-option.ts";
import { because, noteOf, stepsOf, THIS, type Clause, type Reading, type SentenceContext } from "./clause.ts";

/** How far free text reaches: to the very end, to the end of its line or sentence, or up to the next clear order. */
export type Extent = "all" | "sentence" | "until-order";
/** `behind` is where the text begins; `finish` makes the reading from it, with the clause that now covers it all. */
export type FreeText = {
  behind: number;
  extent: Extent;
  finish: (text: string, clause: Clause, context: SentenceContext) => Reading;
};

type Kind = { starts: RegExp; finish: FreeText["finish"]; colon: Extent; plain: Extent };

const start = (source: string) => new RegExp(`^(?:${source})(?<colon>\\s*:)?(?:\\s+|$)`, "iu");

const KINDS: readonly Kind[] = [
  {
    starts: start(
      `(?:add|leave|write|post|put|drop) (?:a |an? internal |this |the following )?(?:comment|cmt)(?: here| below| (?:on|to) (?:it|this|the|this|that)?(?: ?(?:ticket|issue|bug|story|task|one))?)?(?: saying| that)?|comment(?! on \\S+-\\d)(?: here| on (?:it|this)(?: ?(?:ticket|issue|bug|story|task|one))?)?(?: that| saying)?|(?:reply|respond|answer)(?: with| that| saying)?|tell (?:the reporter|them|him|her)(?: that)?|kommentiere?(?: dass)?|kommentar(?: (?:hinzufügen|ergänzen|schreiben|dazu|anfügen))?|antworte?(?: dass| mit)?`,
    ),
    finish: finishComment,
    colon: "all",
    plain: "until-order",
  },
  {
    starts: start(
      `(?:add|append)(?: this| the following)? to (?:the )?description(?: that)?|ergänze? (?:die )?beschreibung(?: um)?`,
    ),
    finish: finishDescription("append"),
    colon: "all",
    plain: "until-order",
  },
  {
    starts: start(`(?:set|change|replace|rewrite) (?:the )?description(?: to| with| by)?|description`),
    finish: finishDescription("replace"),
    colon: "all",
    plain: "until-order",
  },
  {
    starts: start(
      `(?:rename|retitle)(?: ${THIS})?(?: to| as)|(?:change|set|update) (?:the )?(?:summary|title)(?: to)?|(?:new )?(?:summary|title|titel)(?= ?:)|benenne?(?: ${THIS})? um in`,
    ),
    finish: finishSummary,
    colon: "sentence",
    plain: "until-order",
  },
];

/** An order whose rest is free text: a comment, a description, a new summary. */
export function readTextOrder(text: string): FreeText | undefined {
  for (const { starts, finish, colon, plain } of KINDS) {
    const found = starts.exec(text);
    if (found !== null)
      return {
        behind: found[0].length,
        extent: found.groups?.["colon"] === undefined ? plain : colon,
        finish,
      };
  }
  return undefined;
}

function finishComment(text: string, clause: Clause, context: SentenceContext): Reading {
  if (text === "") return noteOf("What should the comment say? Try “comment: …”.");
  return stepsOf({
    type: "comment",
    markdown: capital(text),
    confidence: 0.96,
    because: because("body", clause, context),
  });
}

function finishDescription(mode: "append" | "replace"): FreeText["finish"] {
  return (text, clause, context) => {
    const meta = context.facts.editable.find((one) => one.field === "description");
    if (meta === undefined) return noteOf("The description cannot be changed on this issue.");
    if (text === "") return noteOf("What should the description say? Try “add to the description: …”.");
    return setValue(meta, { markdown: capital(text), mode }, mode === "append" ? 0.95 : 0.9, clause, context);
  };
}

function finishSummary(text: string, clause: Clause, context: SentenceContext): Reading {
  const meta = context.facts.editable.find((one) => one.field === "summary");
  if (meta === undefined) return noteOf("The summary cannot be changed on this issue.");
  return text === ""
    ? noteOf("What should the new summary be?")
    : setValue(meta, capital(text), 0.96, clause, context);
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

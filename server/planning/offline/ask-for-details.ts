import { readWords } from "../text/read-words.ts";
import { isGerman } from "./is-german.ts";
import { isDefect, quoted, said, type Signal } from "./signal.ts";

const THIN = 14;

const DETAILS = [
  {
    there:
      /steps?|reproduc|how to|1\.|first|then|click|open|after|when|schritt|nachstellen|klick|öffne|nachdem|wenn/iu,
    english: "the steps that lead there",
    german: "die Schritte, die dorthin führen",
  },
  {
    there: /expect|should|instead|actual|erwart|sollte|stattdessen/iu,
    english: "what you expected, and what happened instead",
    german: "was Sie erwartet haben und was stattdessen passiert ist",
  },
  {
    there: /version|browser|chrome|firefox|safari|edge|ios|android|windows|mac|build|release|\d+\.\d+/iu,
    english: "the version and browser or device",
    german: "Version und Browser oder Gerät",
  },
] as const;

/** A bug that says too little to be worked on, and that nobody has talked about yet: one comment that asks for what is missing. */
export const askForDetails: Signal = ({ facts, description }) => {
  const { issue } = facts;
  if (!isDefect(issue.issueType.name) || issue.comments.length > 0 || issue.status.category === "done")
    return [];
  if (readWords(description).length >= THIN) return [];
  const text = `${issue.summary}\n${description}`;
  const missing = DETAILS.filter((detail) => !detail.there.test(text));
  if (missing.length < 2) return [];
  const german = isGerman(text);
  const items = missing.map((detail) => `- ${german ? detail.german : detail.english}`).join("\n");
  const markdown = german
    ? `Danke für die Meldung. Damit wir sie nachstellen können, fehlt uns noch:\n\n${items}`
    : `Thanks for the report. To reproduce it we still need:\n\n${items}`;
  const reason =
    description.trim() === ""
      ? said("body", "The description is empty.")
      : quoted("body", "description", description.trim().split("\n")[0]?.slice(0, 200) ?? "");
  return [{ type: "comment", markdown, confidence: 0.75, because: [reason] }];
};

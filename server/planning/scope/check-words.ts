import { checkOutput } from "../../guardrails/index.ts";
import { foldText } from "../text/read-words.ts";
import { isGlued } from "./match-words.ts";

/** What a text that an engine wrote may be made of. */
export type Sources = {
  /** The person's own request, all of it, and names that Jira gives. */
  given: string;
  /** The same, folded. */
  trusted: string;
  /** Texts that others wrote, folded. */
  untrusted: string;
  /** The person asks to have the other texts summed up, quoted or translated. */
  derives: boolean;
  /** The person says what is to be written. */
  dictated: boolean;
  /** Word for word, so that names and addresses of people may be in it. */
  verbatim: boolean;
};

const RUN = 4;
const GLUED_RUN = 8;
const LEAST_OWN = 0.5;
const CODE = /[\p{L}\p{N}_.@:/+-]{0,40}\d[\p{L}\p{N}_.@:/+-]{0,80}/gu;

/** Why a text must not be written; undefined where it may. */
export function whyNotWritten(text: string, sources: Sources): string | undefined {
  const folded = foldText(text);
  const unclean = checkOutput(text, { trusted: sources.given, verbatim: sources.verbatim });
  if (unclean !== undefined) return unclean;
  if (sources.derives) return undefined;
  if (isLifted(folded, sources)) return "its words stand only in text that nobody asked to use";
  if (sources.dictated && !isOwn(folded, sources.trusted)) return "its words are not those of the request";
  return undefined;
}

/** A run of words, or a number or code, that others wrote and the person did not. */
function isLifted(text: string, { trusted, untrusted }: Sources): boolean {
  const codes = (text.match(CODE) ?? []).map((code) => code.replaceAll(/^[.:/+-]+|[.:/+-]+$/gu, ""));
  const [said, read] = [squeeze(trusted), squeeze(untrusted)];
  if (codes.map(squeeze).some((code) => code.length > 3 && read.includes(code) && !said.includes(code)))
    return true;
  const own = new Set(wordsOf(trusted));
  const [mine, theirs] = [runsOf(trusted), runsOf(untrusted)];
  return [...runsOf(text)].some(
    (run) =>
      theirs.has(run) &&
      !mine.has(run) &&
      (isGlued(run) || run.split(" ").filter((word) => word.length > 3 && !own.has(word)).length > 1),
  );
}

/** A number is the same however it is grouped. */
const squeeze = (text: string): string => text.replaceAll(/(?<=\d)[\s()./-]{1,3}(?=\d)/gu, "");

/** At least half of its words, endings aside, are the person's. */
function isOwn(text: string, trusted: string): boolean {
  const words = wordsOf(text).filter((word) => word.length > 3);
  if (words.length === 0) return true;
  const said = wordsOf(trusted);
  const found = words.filter((word) => said.some((one) => one.startsWith(word.slice(0, 4)))).length;
  return found / words.length >= LEAST_OWN;
}

const wordsOf = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !isGlued(word));

function runsOf(text: string): Set<string> {
  const words = wordsOf(text);
  const runs = words.slice(RUN - 1).map((_, at) => words.slice(at, at + RUN).join(" "));
  const signs = Array.from(
    text
      .match(/[\p{L}\p{N}]+/gu)
      ?.filter(isGlued)
      .join("") ?? "",
  );
  const glued = signs.slice(GLUED_RUN - 1).map((_, at) => signs.slice(at, at + GLUED_RUN).join(""));
  return new Set([...runs, ...glued]);
}

import { MOST_COMMENTS, type PromptTexts } from "./write-prompt.ts";

const SHORTEST_DESCRIPTION = 500;

/** Pure: about half of the texts. Comments go first, the oldest before the others, then similar issues, then the end of the description. */
export function shortenTexts(texts: PromptTexts): PromptTexts {
  const { similar, description } = texts;
  const comments = texts.comments.slice(-MOST_COMMENTS);
  let excess = lengthOf([...comments, ...similar, description, texts.summary]) / 2;
  const drop = (list: readonly string[]) =>
    list.filter((text) => {
      if (excess <= 0) return true;
      excess -= text.length;
      return false;
    });
  const kept = drop(comments);
  // A similar issue keeps its line: only its words go, and the last ones are the least alike.
  const words = drop(similar.toReversed()).toReversed();
  const end = Math.max(SHORTEST_DESCRIPTION, Math.floor(description.length - Math.max(0, excess)));
  return { ...texts, comments: kept, similar: words, description: description.slice(0, end) };
}

const lengthOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);

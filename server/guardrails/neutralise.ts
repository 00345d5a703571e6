import { INVISIBLE } from "./plain-view.ts";

/** What a border tag can be written with and still be read as one. */
const BORDER = /[<＜﹤‹〈]([\s/／]{0,5}untrusted)/giu;
/** The signs with which chat templates part one speaker from the next. */
const TURN = /<(?=\||\|?(?:im_start|im_end)|\/?(?:system|assistant|user)\b|<\/?SYS>)|\[(?=\/?INST\])/gi;
const CONTROL = /(?![\t\n\r])\p{Cc}/gu;

/**
 * Marks a text as data for a prompt: between `<untrusted>` and `</untrusted>`, which the text itself cannot write.
 * Invisible and control characters go; visible words stay word for word, so a quote can be found again.
 */
export const neutralise = (text: string): string => `<untrusted>\n${harmless(text)}\n</untrusted>`;

const LONGEST_NAME = 100;

/** A name that somebody gave themselves, for a list in a prompt: one line, which opens and closes nothing. */
export const neutraliseName = (name: string): string =>
  harmless(name).replaceAll(/\s+/gu, " ").trim().slice(0, LONGEST_NAME);

function harmless(text: string): string {
  const visible = text.replaceAll(INVISIBLE, "").replaceAll(CONTROL, "");
  return visible.replaceAll(BORDER, "‹$1").replaceAll(TURN, (sign) => (sign === "<" ? "‹" : "("));
}

import { decodeEntities } from "./xml-entities.ts";

/** The words of a storage-format body, for search and excerpts. */
export function storageToText(storage: string): string {
  return storage
    .replace(/<ac:parameter[^>]*>[^<]*<\/ac:parameter>/g, " ")
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((piece) =>
      piece.startsWith("<![CDATA[")
        ? ` ${piece.slice(9, -3)} `
        : decodeEntities(
            piece
              .replace(/<\/?(?:strong|em|u|s|code|a|span|b|i|sub|sup)(?:\s[^>]*)?>/g, "")
              .replace(/<[^>]+>/g, " "),
          ),
    )
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}

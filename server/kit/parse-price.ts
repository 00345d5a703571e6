/** US dollars for a million tokens. */
export type TokenPrice = { promptUsd: number; completionUsd: number };

export const PRICE_SHAPE = "two numbers such as 2.5/10: dollars for a million tokens in and out";
const PRICE = /^(\d{1,6}(?:\.\d{1,6})?)\/(\d{1,6}(?:\.\d{1,6})?)$/;

/** Undefined: it is no price. */
export function parsePrice(text: string): TokenPrice | undefined {
  const [, promptUsd, completionUsd] = PRICE.exec(text) ?? [];
  return promptUsd === undefined || completionUsd === undefined
    ? undefined
    : { promptUsd: Number(promptUsd), completionUsd: Number(completionUsd) };
}

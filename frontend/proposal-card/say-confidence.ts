const VERY_LIKELY = 0.85;
const LIKELY = 0.65;

/** Confidence from 0 to 1 as a word, and the number for those who want it. */
export function sayConfidence(confidence: number): { word: string; exact: string } {
  const word = confidence >= VERY_LIKELY ? "Very likely" : confidence >= LIKELY ? "Likely" : "Unsure";
  // Rounded down, so that the number never sounds surer than the word.
  return { word, exact: `${Math.floor(confidence * 100 + 1e-9)} %` };
}

export type ConfidenceWord = "Very likely" | "Likely" | "Unsure";

/** The word people read for a confidence from 0 to 1: from 0.85 "Very likely", from 0.65 "Likely", else "Unsure". */
export function confidenceWord(confidence: number): ConfidenceWord {
  if (confidence >= 0.85) return "Very likely";
  return confidence >= 0.65 ? "Likely" : "Unsure";
}

import type { Masked } from "./personal/mask-findings.ts";
import { applyPersonalDataPolicy } from "./personal/policy.ts";

/** Pure: secrets and personal data behind tokens, by the policy that holds where nobody has laid down another. */
export function maskSecrets(text: string): Masked {
  const { masked, restore } = applyPersonalDataPolicy(text);
  return { masked, restore };
}

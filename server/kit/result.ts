/** A refusal is an answer the caller must handle. A fault (a bug, a dead network) is thrown. */
export type Result<T, Reason = string> = { ok: true; value: T } | { ok: false; reason: Reason };

export const ok = <T>(value: T) => ({ ok: true, value }) as const;
export const refuse = <const Reason>(reason: Reason) => ({ ok: false, reason }) as const;

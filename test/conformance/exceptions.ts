/** A place where the official description and the live product part, or where the description is silent. */
export type Exception = { call: RegExp; words: RegExp; reason: string };

/** Every exception, with its reason. A check that fails for another reason is a fault of ours. */
export const EXCEPTIONS: Exception[] = [];

import { AppError, ConfigFault } from "../kit/index.ts";

/** What a program that cannot go on tells the person who started it: words where somebody chose them, else everything. */
export function sayFault(error: unknown): string {
  if (error instanceof ConfigFault) return error.message;
  if (error instanceof AppError && error.said !== undefined) return error.said;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

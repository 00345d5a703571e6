/** Ends every switch over a union: a new member then shows each place that must learn it, at compile time. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}

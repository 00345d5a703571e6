/** The day it is where the facts are read, as an ISO date. */
export function today({ now, timeZone }: { now: Date; timeZone: string }): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
}

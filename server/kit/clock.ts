/** Time is passed in, so that a test can say when it is. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

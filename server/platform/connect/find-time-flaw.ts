/** How far clocks may be apart. */
export const LEEWAY_S = 30;

export type TimeFlaw = "expired" | "not-yet-valid" | "insane-times";

/** What is wrong with the times that claims name, if any. Which of them must be there is for the door to say. */
export function findTimeFlaw(claims: Readonly<Record<string, unknown>>, now: Date): TimeFlaw | undefined {
  const { exp, nbf, iat } = claims;
  if (![exp, nbf, iat].every((time) => time === undefined || isMoment(time))) return "insane-times";
  const seconds = Math.floor(now.getTime() / 1_000);
  if (isMoment(exp) && seconds >= exp + LEEWAY_S) return "expired";
  if (isMoment(nbf) && nbf > seconds + LEEWAY_S) return "not-yet-valid";
  if (isMoment(iat) && iat > seconds + LEEWAY_S) return "insane-times";
  return isMoment(exp) && ((isMoment(iat) && exp < iat) || (isMoment(nbf) && exp < nbf))
    ? "insane-times"
    : undefined;
}

/** The year 9999: what lies beyond is no time but a way to say never. */
const LATEST_S = 253_402_300_800;

const isMoment = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value < LATEST_S;

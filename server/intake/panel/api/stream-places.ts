import { AppError } from "../../../kit/index.ts";

/** An open stream costs memory until it ends, so each person has so many places. A place is given back by what is returned. */
export function createStreamPlaces(most: number) {
  const taken = new Map<string, number>();

  return function takePlace(name: string): () => void {
    const before = taken.get(name) ?? 0;
    if (before >= most) throw new AppError("too_many", "Too many streams of one person");
    taken.set(name, before + 1);
    return () => {
      const left = (taken.get(name) ?? 1) - 1;
      if (left === 0) taken.delete(name);
      else taken.set(name, left);
    };
  };
}

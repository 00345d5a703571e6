import type { Request, Response } from "express";
import type { ApiProblem } from "../../contract/index.ts";
import { AppError } from "../../kit/index.ts";

/** What cannot be taken, field by field, in words for whoever typed it. */
export type FieldProblems = Readonly<Record<string, string>>;

export function answerProblems(response: Response, fields: FieldProblems): void {
  const [said = "This cannot be saved as it is."] = Object.values(fields);
  const problem: ApiProblem = { error: "invalid_input", said, fields: { ...fields } };
  response.status(400).json(problem);
}

type Shape<T> = {
  safeParse(
    raw: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } };
};

/** A body that names what is wrong with it. Throws AppError `invalid_input`. */
export function readForm<T>(shape: Shape<T>, request: Request): T {
  const body: unknown = request.body;
  // A record would drop it without a word.
  const isOdd = typeof body === "object" && body !== null && Object.hasOwn(body, "__proto__");
  const parsed = isOdd ? undefined : shape.safeParse(body);
  if (parsed?.success === true) return parsed.data;
  const words = (parsed?.error.issues ?? [{ path: ["__proto__"], message: "is no setting" }])
    .slice(0, 5)
    .map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new AppError("invalid_input", "A form could not be read", {
    said: `This cannot be saved as it is (${words.join("; ")}).`,
  });
}

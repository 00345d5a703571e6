/** A refusal in the words of Jira's ErrorCollection, with the status it is answered with. */
export type Refusal = {
  status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 422;
  errorMessages: string[];
  errors: Record<string, string>;
};

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function refuse(
  status: Refusal["status"],
  ...errorMessages: string[]
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { status, errorMessages, errors: {} } };
}

export function refuseFields(errors: Record<string, string>): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { status: 400, errorMessages: [], errors } };
}

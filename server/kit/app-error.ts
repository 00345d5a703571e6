const STATUS = {
  invalid_input: 400,
  not_authenticated: 401,
  not_allowed: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  upstream_failed: 502,
  upstream_busy: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;

/** A fault or a refused request with a closed code. The message is for our log; `said` is what a person may read. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly said: string | undefined;

  constructor(code: ErrorCode, message: string, options: { said?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.said = options.said;
  }

  get httpStatus(): number {
    return STATUS[this.code];
  }
}

type Known = {
  /** A whole sentence for a person. It names no address and no status. */
  said: string;
  /** Whether what was asked for may have happened all the same. */
  happened?: "no" | "unknown";
  /** How long we were asked to stay away; null when nobody said. */
  retryAfterMs?: number | null;
  /** Asking again would bring the same answer. */
  lasting?: boolean;
  cause?: unknown;
};

/**
 * A product of the site, or what leads to it, gave us nothing to go on. The message is for our log, `said` for
 * people; the rest tells whoever catches it whether and when another try makes sense.
 */
export class ProductFault extends Error {
  override readonly name: string = "ProductFault";
  readonly said: string;
  readonly happened: "no" | "unknown";
  readonly retryAfterMs: number | null;
  readonly lasting: boolean;

  constructor(message: string, { said, happened = "no", retryAfterMs = null, lasting, cause }: Known) {
    super(message, { cause });
    this.said = said;
    this.happened = happened;
    this.retryAfterMs = retryAfterMs;
    this.lasting = lasting ?? false;
  }
}

import type { Result } from "../kit/index.ts";
import type { PersonCaller, Product } from "../tenants/index.ts";

/** What of a request proves who sent it. `url` is the path with its query, unchanged since it came in. */
export type Incoming = { method: string; url: string; authorization: string | undefined };

/** A person who calls our API from one of our panels, and where the product says they are. */
export type PersonProof = {
  caller: PersonCaller;
  product: Product;
  /** The issue the panel is shown on. Its key may be older than the issue's newest one; its id is not. */
  issue: { id: string; key: string } | undefined;
  project: { id: string; key: string } | undefined;
  /** Until when this proof counts; a stream opened with it ends then. */
  expiresAt: Date;
};

/** `expired` asks for a new token; `not-ready` for a moment's patience; `unproven` for nothing we could tell. */
export type ProvePerson = (
  incoming: Incoming,
  requestId: string,
) => Promise<Result<PersonProof, "unproven" | "expired" | "not-ready">>;

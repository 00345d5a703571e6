/** Says that something about an issue has changed, in whichever process it happened. It never says what. */
export type LiveUpdates = {
  /**
   * `changed` runs after each commit that touched the issue. It may also run when nothing did (after a lost
   * connection, for instance), so a listener looks again rather than counts. Returns the way to stop.
   */
  subscribe(tenantId: string, issueId: string, changed: () => void): () => void;
  /** The same for whatever of a tenant's has changed. */
  subscribeToAll(tenantId: string, changed: () => void): () => void;
};

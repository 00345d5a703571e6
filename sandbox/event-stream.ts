import type { SiteEvent } from "./site-event.ts";

export type EventStream = {
  emit(event: SiteEvent): void;
  /** Answers the function that ends the subscription. */
  subscribe(listener: (event: SiteEvent) => void): () => void;
};

export function createEventStream(): EventStream {
  const listeners = new Set<(event: SiteEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

import { useEffect, useRef, type RefObject } from "react";

/**
 * When the focused control of a card disappears, because its press was answered, the browser drops the
 * focus to the page and a keyboard starts again at the top. This gives it to the card instead.
 */
export function useFocusInside(card: RefObject<HTMLElement | null>): void {
  const held = useRef(false);

  useEffect(() => {
    const element = card.current;
    if (element === null) return;
    const noteIn = () => {
      held.current = true;
    };
    const noteOut = (event: FocusEvent) => {
      const left = event.target;
      // A control that was removed is not a person leaving.
      queueMicrotask(() => {
        if (left instanceof Node && left.isConnected) held.current = element.contains(document.activeElement);
      });
    };
    element.addEventListener("focusin", noteIn);
    element.addEventListener("focusout", noteOut);
    return () => {
      element.removeEventListener("focusin", noteIn);
      element.removeEventListener("focusout", noteOut);
    };
  }, [card]);

  useEffect(() => {
    if (held.current && document.activeElement === document.body)
      card.current?.focus({ preventScroll: true });
  });
}

import { createContext, useContext, useEffect } from "react";

/** Hears whether something was changed and not saved. */
export const UnsavedContext = createContext<(unsaved: boolean) => void>(() => undefined);

/** Whoever leaves is asked first, for as long as `unsaved` holds. */
export function useUnsaved(unsaved: boolean): void {
  const tell = useContext(UnsavedContext);
  useEffect(() => {
    tell(unsaved);
    return () => tell(false);
  }, [tell, unsaved]);
}

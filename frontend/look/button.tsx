import AtlaskitButton from "@atlaskit/button/default/button";
import type { ReactNode } from "react";

type Props = {
  children: ReactNode;
  onPress?: () => void;
  /** `primary` is the one filled button of a card. */
  kind?: "primary" | "default" | "subtle";
  type?: "button" | "submit";
  busy?: boolean;
  disabled?: boolean;
  label?: string;
  expanded?: boolean;
  controls?: string;
};

/** Atlaskit's button in our words. While busy it keeps its focus and ignores presses. */
export function Button({
  children,
  onPress,
  kind = "default",
  type = "button",
  busy = false,
  ...rest
}: Props) {
  return (
    <AtlaskitButton
      appearance={kind}
      type={type}
      isDisabled={rest.disabled ?? false}
      aria-label={rest.label}
      aria-expanded={rest.expanded}
      aria-controls={rest.controls}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </AtlaskitButton>
  );
}

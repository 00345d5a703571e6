import type { ReactNode, Ref } from "react";

type Props = {
  tone: "info" | "warning" | "error" | "success";
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** Spoken when it appears; leave out for what is there from the start. */
  live?: boolean;
  ref?: Ref<HTMLDivElement>;
};

/** A sentence about how things stand, with the next step. */
export function Message({ tone, title, children, actions, live = false, ref }: Props) {
  return (
    <div
      className={`ts-message ts-message-${tone}`}
      role={live ? "status" : undefined}
      ref={ref}
      tabIndex={-1}
    >
      {title === undefined ? null : <p className="ts-message-title">{title}</p>}
      {children === undefined ? null : <div className="ts-message-said">{children}</div>}
      {actions === undefined ? null : <div className="ts-buttons">{actions}</div>}
    </div>
  );
}

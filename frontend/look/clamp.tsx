import { useId, useLayoutEffect, useRef, useState, type ReactNode } from "react";

/** Long content shows its first lines and a button for the rest; short content is left alone. */
export function Clamp({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const [open, setOpen] = useState(false);
  const [tooLong, setTooLong] = useState(false);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || open) return;
    const measure = () => setTooLong(element.scrollHeight > element.clientHeight + 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [open, children]);

  return (
    <>
      <div id={id} ref={box} className={open ? undefined : "ts-clamp"}>
        {children}
      </div>
      {tooLong ? (
        <button
          type="button"
          className="ts-link"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {open ? "Show less" : "Show all"}
        </button>
      ) : null}
    </>
  );
}

import { useEffect, useState } from "react";
import { sayWhen } from "./say-when.ts";

const TICK_MS = 30_000;

/** A time as people say it, exact on hover, kept current while it is on screen. */
export function Moment({ at }: { at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  const date = new Date(at);
  const exact = date.toLocaleString(pageLanguage(), { dateStyle: "full", timeStyle: "short" });
  return (
    <time dateTime={at} title={exact}>
      {sayWhen(date.getTime(), now, pageLanguage())}
    </time>
  );
}

const pageLanguage = () => document.documentElement.lang || "en";

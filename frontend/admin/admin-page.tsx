import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ApiFailure } from "../api/index.ts";
import { Button, Message } from "../look/index.ts";
import type { AdminSource } from "./admin-source.ts";
import { SECTIONS } from "./sections.ts";
import { UnsavedContext } from "./unsaved.ts";

/** How TicketSmith works on this site: sections with their state at the left, one of them at the right. */
export function AdminPage({ source }: { source: AdminSource }) {
  const overview = useQuery(source.overview);
  const [key, setKey] = useState("engine");
  const [unsaved, setUnsaved] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved]);

  const goTo = (next: string) => {
    setUnsaved(false);
    setAsked(null);
    setKey(next);
    heading.current?.focus();
  };
  const section = SECTIONS.find((one) => one.key === key);
  if (overview.error !== null)
    return <NotHere error={overview.error} onRetry={() => void overview.refetch()} />;
  return (
    <main className="ts-admin" aria-label="TicketSmith administration">
      <nav className="ts-admin-menu" aria-label="Sections">
        <ul>
          {SECTIONS.map(({ key: one, title, state }) => (
            <li key={one}>
              <button
                type="button"
                className="ts-admin-link"
                aria-current={one === key ? "page" : undefined}
                onClick={() => (one === key ? undefined : unsaved ? setAsked(one) : goTo(one))}
              >
                <span>{title}</span>
                <span className="ts-small">{overview.data === undefined ? "" : state(overview.data)}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className="ts-admin-main">
        <h1 ref={heading} tabIndex={-1}>
          {section?.title}
        </h1>
        {asked === null ? null : (
          <Message
            tone="warning"
            title="Your changes are not saved"
            live
            actions={
              <>
                <Button kind="primary" onPress={() => setAsked(null)}>
                  Stay
                </Button>
                <Button onPress={() => goTo(asked)}>Leave without saving</Button>
              </>
            }
          />
        )}
        <UnsavedContext value={setUnsaved}>
          {section === undefined ? null : <section.Body key={key} source={source} />}
        </UnsavedContext>
      </div>
    </main>
  );
}

function NotHere({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const problem = error instanceof ApiFailure ? error.problem : undefined;
  const notAllowed = problem?.error === "not_allowed";
  return (
    <main className="ts-admin-alone" aria-label="TicketSmith administration">
      <Message
        tone={notAllowed ? "info" : "error"}
        title={notAllowed ? "For administrators" : "This could not be loaded"}
        live
        actions={notAllowed ? undefined : <Button onPress={onRetry}>Try again</Button>}
      >
        {problem?.said}
      </Message>
    </main>
  );
}

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { NewTokenView, TokenRequest, TokensView, TokenView } from "../../../server/contract/index.ts";
import type { ApiFailure } from "../../api/index.ts";
import { Button, Lozenge, Message, Moment } from "../../look/index.ts";
import { valueOf, type SectionProps } from "../admin-source.ts";
import { SectionFrame } from "../section-frame.tsx";
import { SelectSetting, TextSetting } from "../setting.tsx";

/** Tokens for programs, each acting as one person. */
export function TokensSection({ source }: SectionProps) {
  const query = useQuery(source.section("tokens", source.api.readTokens));
  return (
    <>
      <p>
        A program that calls TicketSmith's API needs a token. It sees and may do what Jira lets the person
        behind it see and do; a token made here acts as you.
      </p>
      <NewToken source={source} />
      <SectionFrame query={query}>{(view) => <Tokens view={view} source={source} />}</SectionFrame>
    </>
  );
}

const SCOPES = [
  ["plan", "Plan: think, store nothing"],
  ["propose", "Propose: make proposals and read them"],
  ["decide", "Decide: approve and reject"],
] as const;
const DAYS = [
  ["30", "30 days"],
  ["90", "90 days"],
  ["365", "A year"],
  ["never", "Until it is revoked"],
] as const;

function NewToken({ source }: SectionProps) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly TokenRequest["scopes"][number][]>(["plan"]);
  const [days, setDays] = useState<(typeof DAYS)[number][0]>("90");
  const make = useMutation<NewTokenView, ApiFailure, TokenRequest>({
    mutationFn: async (body) => valueOf(await source.api.makeToken(body)),
    onSuccess: ({ tokens }) => {
      source.put<TokensView>("tokens", { tokens });
      setName("");
    },
  });
  return (
    <form
      className="ts-admin-box"
      aria-label="New token"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate({ name, scopes: [...scopes], days: days === "never" ? null : Number(days) });
      }}
    >
      <div className="ts-setting-row">
        <TextSetting name="Name" value={name} says="What it is for." onChange={setName} />
        <SelectSetting name="Lasts" value={days} choices={DAYS} onChange={setDays} />
      </div>
      <fieldset className="ts-ticks">
        <legend>May</legend>
        {SCOPES.map(([scope, words]) => (
          <label key={scope} className="ts-tick">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={() =>
                setScopes(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope])
              }
            />
            {words}
          </label>
        ))}
      </fieldset>
      <div className="ts-buttons">
        <Button type="submit" busy={make.isPending} disabled={name.trim() === "" || scopes.length === 0}>
          Make a token
        </Button>
      </div>
      <div role="status">
        {make.error === null ? null : <Message tone="error">{make.error.problem.said}</Message>}
        {make.data === undefined ? null : (
          <Message tone="success" title="Copy it now: it is shown this once">
            <code className="ts-admin-secret">{make.data.secret}</code>
          </Message>
        )}
      </div>
    </form>
  );
}

function Tokens({ view, source }: SectionProps & { view: TokensView }) {
  const [asked, setAsked] = useState<string | null>(null);
  const revoke = useMutation<TokensView, ApiFailure, string>({
    mutationFn: async (id) => valueOf(await source.api.revokeToken(id)),
    onSuccess: (next) => source.put("tokens", next),
  });
  if (view.tokens.length === 0) return <p className="ts-admin-empty">No program has a token yet.</p>;
  return (
    <>
      {revoke.error === null ? null : <Message tone="error">{revoke.error.problem.said}</Message>}
      <div className="ts-table-scroll" tabIndex={0} role="region" aria-label="Tokens">
        <table className="ts-table">
          <thead>
            <tr>
              {["Name", "Acts as", "May", "Last used", "Ends", ""].map((head) => (
                <th key={head} scope="col">
                  {head === "" ? <span className="ts-unseen">Actions</span> : head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {view.tokens.map((token) => (
              <tr key={token.id}>
                <th scope="row">{token.name}</th>
                <td>{token.actsAs.name}</td>
                <td>{token.scopes.join(", ")}</td>
                <td>{token.lastUsedAt === null ? "Never" : <Moment at={token.lastUsedAt} />}</td>
                <td>
                  <Ends token={token} />
                </td>
                <td>
                  {token.state !== "active" ? null : asked === token.id ? (
                    <div className="ts-buttons">
                      <Button
                        busy={revoke.isPending}
                        label={`Revoke ${token.name} now`}
                        onPress={() => revoke.mutate(token.id)}
                      >
                        Revoke now
                      </Button>
                      <Button kind="subtle" onPress={() => setAsked(null)}>
                        Keep
                      </Button>
                    </div>
                  ) : (
                    <Button kind="subtle" label={`Revoke ${token.name}`} onPress={() => setAsked(token.id)}>
                      Revoke
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Ends({ token: { state, expiresAt } }: { token: TokenView }) {
  if (state === "revoked") return <Lozenge tone="neutral">Revoked</Lozenge>;
  if (state === "expired") return <Lozenge tone="neutral">Expired</Lozenge>;
  return expiresAt === null ? "When revoked" : <Moment at={expiresAt} />;
}

import { useQuery } from "@tanstack/react-query";
import type { PersonalDataType, PrivacyView, Treatment } from "../../../server/contract/index.ts";
import type { SectionProps } from "../admin-source.ts";
import { SaveBar } from "../save-bar.tsx";
import { SectionFrame } from "../section-frame.tsx";
import { useForm } from "../use-form.ts";

/** What is done about personal data and secrets before any engine sees a text. */
export function PrivacySection({ source }: SectionProps) {
  const query = useQuery(source.section("privacy", source.api.readPrivacy));
  return (
    <SectionFrame query={query}>
      {(saved) => <PrivacyForm key={JSON.stringify(saved)} saved={saved} source={source} />}
    </SectionFrame>
  );
}

type Draft = Record<PersonalDataType, Treatment>;

function PrivacyForm({ saved, source }: SectionProps & { saved: PrivacyView }) {
  const form = useForm<Partial<Draft>, PrivacyView>({
    saved: Object.fromEntries(saved.types.map(({ type, treatment }) => [type, treatment])),
    save: (draft) => source.api.savePrivacy(draft),
    onSaved: (next) => source.put("privacy", next),
    names: Object.fromEntries(saved.types.map(({ type }) => [type, NAMES[type].toLowerCase()])),
  });
  return (
    <>
      <p>
        TicketSmith looks for these in every text, before an engine sees it. What it misses it cannot keep
        back: on a stranger's texts it finds about nine in ten.
      </p>
      <dl className="ts-admin-words">
        {TREATMENTS.map(([treatment, words, says]) => (
          <div key={treatment}>
            <dt>{words}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <table className="ts-table">
        <caption className="ts-unseen">What is done about each kind</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            {TREATMENTS.map(([treatment, words]) => (
              <th key={treatment} scope="col">
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {saved.types.map(({ type, byDefault }) => (
            <tr key={type}>
              <th scope="row">{NAMES[type]}</th>
              {TREATMENTS.map(([treatment, words]) => (
                <td key={treatment}>
                  <label className="ts-radio">
                    <input
                      type="radio"
                      name={`privacy-${type}`}
                      checked={form.draft[type] === treatment}
                      onChange={() => form.set({ [type]: treatment })}
                    />
                    <span className="ts-unseen">
                      {NAMES[type]}: {words}
                    </span>
                    {treatment === byDefault ? <span className="ts-small">usual</span> : null}
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <SaveBar form={form} />
    </>
  );
}

const TREATMENTS: readonly (readonly [Treatment, string, string])[] = [
  ["allow", "Allow", "The engine sees it."],
  ["mask", "Mask", "The engine sees a token in its place, which is put back into what is approved."],
  [
    "quarantine",
    "Hold back",
    "The request is kept sealed until an administrator lets it go on or erases it.",
  ],
  ["block", "Refuse", "The request is refused, and its text is not kept."],
];

const NAMES: Readonly<Record<PersonalDataType, string>> = {
  email: "E-mail addresses",
  phone: "Telephone numbers",
  card: "Payment cards",
  iban: "Bank accounts",
  ip: "IP addresses",
  "national-id": "National ids",
  address: "Postal addresses",
  person: "Names of people",
  date: "Days in somebody's life",
  url: "Links with a key, or about a person",
  organization: "Customers by name",
  secret: "Passwords and keys",
  other: "Passports, plates, insurance",
};

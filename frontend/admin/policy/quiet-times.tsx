import { DAYS, type Day, type QuietHours } from "../../../server/contract/index.ts";
import { Button } from "../../look/index.ts";
import { Words } from "./table-controls.tsx";

type Props = {
  times: readonly QuietHours[] | null;
  onChange: (times: QuietHours[] | null) => void;
};

const NAMES: Readonly<Record<Day, string>> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

/** When nothing goes through alone. */
export function QuietTimes({ times, onChange }: Props) {
  const all = times ?? [];
  const put = (next: readonly QuietHours[]) => onChange(next.length === 0 ? null : [...next]);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <section className="ts-setting" aria-label="Quiet hours">
      <h2 className="ts-admin-h2">Quiet hours</h2>
      <p className="ts-small">In these hours nothing goes through alone: it waits for a person.</p>
      <ul className="ts-rules">
        {all.map((one, at) => (
          // A time has no name of its own but its place.
          <li key={at} className="ts-rule">
            <fieldset className="ts-days">
              <legend className="ts-unseen">Days of quiet hours {at + 1}</legend>
              {DAYS.map((day) => (
                <label key={day} className="ts-tick">
                  <input
                    type="checkbox"
                    checked={one.days.includes(day)}
                    onChange={() =>
                      put(
                        all.with(at, {
                          ...one,
                          days: DAYS.filter((other) => (other === day) !== one.days.includes(other)),
                        }),
                      )
                    }
                  />
                  {NAMES[day]}
                </label>
              ))}
            </fieldset>
            <div className="ts-setting-row">
              <Words
                name={`From, of quiet hours ${at + 1}`}
                type="time"
                value={one.from}
                onChange={(from) => put(all.with(at, { ...one, from }))}
              />
              <Words
                name={`To, of quiet hours ${at + 1}`}
                value={one.to}
                onChange={(to) => put(all.with(at, { ...one, to }))}
              />
              <Words
                name={`Time zone of quiet hours ${at + 1}`}
                value={one.timeZone}
                onChange={(timeZone) => put(all.with(at, { ...one, timeZone }))}
              />
            </div>
            <div className="ts-buttons">
              <Button
                kind="subtle"
                label={`Remove quiet hours ${at + 1}`}
                onPress={() => put(all.toSpliced(at, 1))}
              >
                Remove
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div className="ts-buttons">
        <Button
          onPress={() => put([...all, { timeZone: here, days: ["sat", "sun"], from: "00:00", to: "24:00" }])}
        >
          Add quiet hours
        </Button>
      </div>
    </section>
  );
}

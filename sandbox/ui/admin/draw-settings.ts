import { html, type Html } from "../html.ts";
import type { Visit } from "../visit.ts";

const LICENCES = [
  ["active", "Active: the app is paid for"],
  ["none", "None: the licence has run out"],
  ["absent", "Absent: nothing is said about a licence, as for an app under development"],
] as const;
const IMPERSONATION = [
  ["on", "On: an app with the scope may act for a person"],
  ["off", "Off: asking for a person's token is refused"],
] as const;

function radio(name: string, value: string, words: string, chosen: boolean): Html {
  return html`<label class="tick"
    ><input type="radio" name="${name}" value="${value}" ${chosen && html`checked`} /> ${words}</label
  >`;
}

export function drawSettings({ site }: Visit): Html {
  const { licence, impersonation } = site.state().settings;
  return html`<h1>Site settings</h1>
    <form class="settings" method="post" action="/admin/settings" data-send>
      <fieldset data-live="licence">
        <legend>Licence of apps</legend>
        ${LICENCES.map(([value, words]) => radio("licence", value, words, value === licence))}
      </fieldset>
      <fieldset data-live="impersonation">
        <legend>Apps acting for people</legend>
        ${IMPERSONATION.map(([value, words]) =>
          radio("impersonation", value, words, value === impersonation),
        )}
      </fieldset>
      <p class="wrong" role="alert"></p>
      <button class="primary">Save</button>
    </form>`;
}

import { PROJECT_PERMISSIONS } from "../../state.ts";
import { drawPerson } from "../draw-parts.ts";
import { html, type Html } from "../html.ts";
import type { Visit } from "../visit.ts";

function words(permission: string): string {
  return permission.toLowerCase().replaceAll("_", " ");
}

function drawPeopleTable({ site }: Visit): Html {
  const rows = site.state().people.map(
    (one) =>
      html`<tr>
        <th scope="row">${drawPerson(one)}</th>
        <td>${one.jobTitle}</td>
        <td>${one.email}</td>
        <td>${one.groups.join(", ")}</td>
        <td>${one.admin ? "Yes" : "No"}</td>
        <td class="hint">${one.accountId}</td>
      </tr>`,
  );
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="People">
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Work</th>
          <th scope="col">Address</th>
          <th scope="col">Groups</th>
          <th scope="col">Site admin</th>
          <th scope="col">Account</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** Whose permissions in which project, worked out by the same rule that REST asks. */
export function drawPeople(visit: Visit): Html {
  const { site } = visit;
  const projects = site.state().projects;
  const tables = projects.map((project) => {
    const rows = site.people().map((one) => {
      const as = { kind: "person", accountId: one.accountId, throughApp: null } as const;
      const held = PROJECT_PERMISSIONS.filter((permission) => site.may(as, permission, project));
      const all = held.length === PROJECT_PERMISSIONS.length;
      return html`<tr>
        <th scope="row">${drawPerson(one)}</th>
        <td>
          ${all
            ? "Everything"
            : held.length === 0
              ? html`<span class="quiet">Nothing</span>`
              : held.map(words).join(", ")}
        </td>
      </tr>`;
    });
    return html`<details class="fold">
      <summary>${project.name} (${project.key})</summary>
      <table class="list">
        <tbody>
          ${rows}
        </tbody>
      </table>
    </details>`;
  });
  return html`<h1>People and permissions</h1>
    ${drawPeopleTable(visit)}
    <h2>Who may do what</h2>
    ${tables}`;
}

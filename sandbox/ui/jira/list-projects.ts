import { drawEmpty, drawPerson, drawProjectIcon } from "../draw-parts.ts";
import { html, type Html } from "../html.ts";
import { drawPage } from "../page-shell.ts";
import type { Visit } from "../visit.ts";

const KINDS = { software: "Software", service_desk: "Service management", business: "Business" };

function drawTable({ site, acting }: Visit): Html {
  const rows = site.projects(acting).map((project) => {
    const open = site
      .state()
      .issues.filter(
        (one) => one.projectId === project.id && site.status(one.statusId).category !== "done",
      ).length;
    return html`<tr>
      <th scope="row">
        <a class="with-icon" href="/projects/${project.key}"
          >${drawProjectIcon(project)}<span>${project.name}</span></a
        >
        <p class="hint">${project.description}</p>
      </th>
      <td>${project.key}</td>
      <td>${KINDS[project.kind]}</td>
      <td>${drawPerson(site.person(project.leadAccountId) ?? null)}</td>
      <td class="number">${open}</td>
    </tr>`;
  });
  return html`<table class="list">
    <thead>
      <tr>
        <th scope="col">Project</th>
        <th scope="col">Key</th>
        <th scope="col">Kind</th>
        <th scope="col">Lead</th>
        <th scope="col" class="number">Open issues</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

export function drawProjects(visit: Visit): string {
  const none = visit.site.projects(visit.acting).length === 0;
  const main = html`<div class="wide">
    <h1>Projects</h1>
    ${none ? drawEmpty("No projects", "You may not look into any project of this site.") : drawTable(visit)}
  </div>`;
  return drawPage(visit, { title: "Projects", product: "jira", main });
}

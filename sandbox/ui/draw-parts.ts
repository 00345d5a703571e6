import type { IssueType, Person, Priority, Project, Status } from "../state.ts";
import { html, NOTHING, type Html } from "./html.ts";

export function drawAvatar(person: Person | null, size = 24): Html {
  if (person === null)
    return html`<span class="avatar avatar-nobody" style="--size:${size}px" aria-hidden="true"></span>`;
  const source = `/_avatars/${encodeURIComponent(person.accountId)}.svg`;
  return html`<img class="avatar" src="${source}" alt="" width="${size}" height="${size}" />`;
}

/** A name as people read it; an app says that it is one. */
export function nameOf(person: Person | null): string {
  if (person === null) return "Somebody who left";
  return person.accountType === "app" ? `${person.displayName} (app)` : person.displayName;
}

export function drawPerson(person: Person | null, nobody = "Nobody"): Html {
  const name = person === null ? nobody : nameOf(person);
  return html`<span class="with-icon">${drawAvatar(person)}<span>${name}</span></span>`;
}

export function drawStatus(status: Status): Html {
  return html`<span class="lozenge lozenge-${status.category}">${status.name}</span>`;
}

export function drawPriority(priority: Priority | null): Html {
  if (priority === null) return html`<span class="quiet">None</span>`;
  const source = `/_icons/priorities/${priority.icon}.svg`;
  return html`<span class="with-icon"
    ><img src="${source}" alt="" width="16" height="16" /><span>${priority.name}</span></span
  >`;
}

export function drawType(type: IssueType, withName = false): Html {
  const source = `/_icons/issue-types/${type.icon}.svg`;
  const icon = html`<img
    src="${source}"
    alt="${withName ? "" : type.name}"
    title="${type.name}"
    width="16"
    height="16"
  />`;
  return withName ? html`<span class="with-icon">${icon}<span>${type.name}</span></span>` : icon;
}

export function drawProjectIcon(project: Project, size = 24): Html {
  return html`<img src="/_avatars/projects/${project.key}.svg" alt="" width="${size}" height="${size}" />`;
}

const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [31_536_000, "year"],
  [2_592_000, "month"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

/** "3 hours ago", with the exact moment on hover. */
export function drawTime(iso: string, now: Date): Html {
  const seconds = (Date.parse(iso) - now.getTime()) / 1000;
  const step = STEPS.find(([size]) => Math.abs(seconds) >= size);
  const words = step === undefined ? "just now" : relative.format(Math.trunc(seconds / step[0]), step[1]);
  return html`<time datetime="${iso}" title="${exact.format(new Date(iso))} UTC">${words}</time>`;
}

export function drawEmpty(title: string, words: string, action: Html = NOTHING): Html {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p>${words}</p>
    ${action}
  </div>`;
}

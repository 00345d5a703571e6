import { Router, type Request } from "express";
import type { Site } from "./site.ts";

const ISSUE_TYPES: Record<string, { colour: string; path: string }> = {
  bug: { colour: "#C9372C", path: '<circle cx="8" cy="8" r="3" fill="#fff"/>' },
  task: {
    colour: "#357DE8",
    path: '<path d="M5 8.2l2 2 4-4.4" fill="none" stroke="#fff" stroke-width="1.6"/>',
  },
  story: { colour: "#6A9A23", path: '<path d="M5.5 4.5h5v7L8 9.4l-2.5 2.1z" fill="#fff"/>' },
  epic: { colour: "#AF59E1", path: '<path d="M8.6 3.5L5 8.8h2.6L7.2 12.5 11 7H8.3z" fill="#fff"/>' },
  incident: { colour: "#E34935", path: '<path d="M8 4v5M8 10.6v1.4" stroke="#fff" stroke-width="1.8"/>' },
  change: {
    colour: "#227D9B",
    path: '<path d="M4.5 6.5h6l-1.6-1.7M11.5 9.5h-6l1.6 1.7" fill="none" stroke="#fff" stroke-width="1.3"/>',
  },
  request: { colour: "#8F7EE7", path: '<path d="M5 5h6v4.4H8.6L6.6 11V9.4H5z" fill="#fff"/>' },
};
const PRIORITIES: Record<string, { colour: string; path: string }> = {
  highest: {
    colour: "#C9372C",
    path: '<path d="M4 8l4-3.4L12 8M4 12l4-3.4L12 12" fill="none" stroke="currentColor" stroke-width="2"/>',
  },
  high: {
    colour: "#E2483D",
    path: '<path d="M4 10l4-3.6L12 10" fill="none" stroke="currentColor" stroke-width="2"/>',
  },
  medium: { colour: "#B38600", path: '<path d="M4 6.5h8M4 10h8" stroke="currentColor" stroke-width="2"/>' },
  low: {
    colour: "#357DE8",
    path: '<path d="M4 6.5L8 10l4-3.5" fill="none" stroke="currentColor" stroke-width="2"/>',
  },
  lowest: {
    colour: "#357DE8",
    path: '<path d="M4 4.5L8 8l4-3.5M4 8.5L8 12l4-3.5" fill="none" stroke="currentColor" stroke-width="2"/>',
  },
};

function svg(inner: string, colour: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16" color="${colour}">${inner}</svg>`;
}

function tile({ colour, path }: { colour: string; path: string }): string {
  return svg(`<rect width="16" height="16" rx="3" fill="${colour}"/>${path}`, colour);
}

function initials(name: string): string {
  return name
    .replace(/[^\p{L}\p{N} ]/gu, "")
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}

function avatar(name: string, colour: string, round: boolean): string {
  const shape = round
    ? `<circle cx="8" cy="8" r="8" fill="${colour}"/>`
    : `<rect width="16" height="16" rx="3" fill="${colour}"/>`;
  const text = `<text x="8" y="10.8" font-size="7" font-family="sans-serif" font-weight="600" fill="#fff" text-anchor="middle">${initials(name)}</text>`;
  return svg(shape + text, colour);
}

function draw(site: Site, kind: string, name: string): string {
  if (kind === "_icons/issue-types") return tile(ISSUE_TYPES[name] ?? { colour: "#596773", path: "" });
  if (kind === "_icons/priorities") {
    const { colour, path } = PRIORITIES[name] ?? { colour: "#596773", path: "" };
    return svg(path, colour);
  }
  if (kind === "_icons/statuses")
    return svg('<circle cx="8" cy="8" r="5" fill="currentColor"/>', name === "done" ? "#22A06B" : "#738496");
  if (kind === "_avatars/projects") {
    const project = site.state().projects.find((one) => one.key === name);
    return avatar(project?.key ?? "?", project?.avatarColour ?? "#596773", false);
  }
  const person = site.person(name);
  return avatar(person?.displayName ?? "?", person?.avatarColour ?? "#596773", true);
}

/** Icons and avatars, drawn on request, so that no image has to be kept. */
export function servePictures(siteOf: (request: Request) => Site): Router {
  const router = Router();
  router.get(
    /^\/(_icons\/issue-types|_icons\/priorities|_icons\/statuses|_avatars\/projects|_avatars)\/([^/]+)\.svg$/,
    (request, response) => {
      const [kind = "", name = ""] = [request.params[0], request.params[1]];
      response
        .type("image/svg+xml")
        .set({ "cache-control": "public, max-age=3600", "cross-origin-resource-policy": "cross-origin" });
      response.send(draw(siteOf(request), kind, name));
    },
  );
  return router;
}

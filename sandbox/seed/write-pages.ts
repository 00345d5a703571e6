import { nextId } from "../site-core.ts";
import type { Page, SiteState, Space } from "../state.ts";

export type PagePlan = { title: string; author: string; labels: string[]; daysAgo: number; storage: string };

/** Adds a space with its home page and the pages below it. */
export function addSpace(
  state: SiteState,
  now: Date,
  plan: { key: string; name: string; author: string; home: string; pages: PagePlan[] },
): void {
  const createdAt = new Date(now.getTime() - 400 * 86_400_000).toISOString();
  const id = nextId(state);
  const homepageId = nextId(state);
  const space: Space = {
    id,
    key: plan.key,
    name: plan.name,
    description: "",
    homepageId,
    createdAt,
    authorId: plan.author,
  };
  state.spaces.push(space);
  state.pages.push(
    page(homepageId, null, {
      title: plan.name,
      author: plan.author,
      labels: [],
      daysAgo: 400,
      storage: plan.home,
    }),
  );
  for (const one of plan.pages) state.pages.push(page(nextId(state), homepageId, one));

  function page(pageId: string, parentId: string | null, one: PagePlan): Page {
    const at = new Date(now.getTime() - one.daysAgo * 86_400_000).toISOString();
    return {
      id: pageId,
      spaceId: id,
      parentId,
      title: one.title,
      status: "current",
      storage: one.storage,
      authorId: one.author,
      createdAt: at,
      version: { number: 1, message: "", createdAt: at, authorId: one.author },
      labels: one.labels,
      properties: [],
    };
  }
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Storage format from headings and lines: `## ` heads a part, `- ` and `1. ` make lists, a fence makes a code macro. */
export function writeStorage(prose: string): string {
  return prose
    .trim()
    .split(/\n\n+/)
    .map((part) => {
      const lines = part.split("\n");
      const [first = ""] = lines;
      if (first.startsWith("## ")) return `<h2>${escape(first.slice(3))}</h2>`;
      if (first.startsWith("```")) {
        const body = lines.slice(1, -1).join("\n");
        return `<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[${body}]]></ac:plain-text-body></ac:structured-macro>`;
      }
      const items = (sign: RegExp) =>
        lines.map((line) => `<li><p>${escape(line.replace(sign, ""))}</p></li>`).join("");
      if (first.startsWith("- ")) return `<ul>${items(/^- /)}</ul>`;
      if (/^\d+\. /.test(first)) return `<ol>${items(/^\d+\. /)}</ol>`;
      return `<p>${escape(lines.join(" "))}</p>`;
    })
    .join("");
}

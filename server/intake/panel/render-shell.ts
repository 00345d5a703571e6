import type { EntryFiles } from "./read-manifest.ts";

const PLACEHOLDER = /\{\{([a-zA-Z]+)\}\}/g;

/**
 * Fills the `{{placeholders}}` of a view. `values` are escaped, `tags` are our own markup and are not. A placeholder
 * without a value is a mistake in the view, and thrown.
 */
export function renderShell(
  view: string,
  values: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): string {
  return view.replace(PLACEHOLDER, (_whole, name: string) => {
    const tag = Object.hasOwn(tags, name) ? tags[name] : undefined;
    if (tag !== undefined) return tag;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`The view asks for ${name}, which nobody gives`);
    return escapeHtml(value);
  });
}

export function tagsFor(files: EntryFiles, nonce: string): { styles: string; scripts: string } {
  const preloads = files.preloads.map(
    (file) => `<link rel="modulepreload" href="${asset(file)}" nonce="${nonce}" />`,
  );
  return {
    styles: styleTags(files),
    scripts: [
      ...preloads,
      `<script type="module" src="${asset(files.script)}" nonce="${nonce}"></script>`,
    ].join("\n    "),
  };
}

export const styleTags = ({ styles }: Pick<EntryFiles, "styles">) =>
  styles.map((file) => `<link rel="stylesheet" href="${asset(file)}" />`).join("\n    ");

const asset = (file: string) => escapeHtml(`/assets/${file}`);

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");

import { createRequire } from "node:module";
import type { Plugin } from "vite";

const ID = "virtual:theme-sheet.css";
const RESOLVED = `\0${ID}`;
const COLOURS = ["light", "dark"] as const;
const MEASURES = ["spacing", "shape", "typography"] as const;

/**
 * The themes of our own @atlaskit/tokens as one sheet. The host script loads themes too, but older
 * ones that lack many of today's tokens, and what is missing falls back to light colours on dark.
 */
export function themeSheet(): Plugin {
  return {
    name: "theme-sheet",
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    load: (id) => (id === RESOLVED ? writeThemeSheet() : undefined),
  };
}

function writeThemeSheet(): string {
  const measures = MEASURES.map((name) => themeCss(name).replace(/html\[data-theme~="[^"]+"\]/g, ":root"));
  return [...COLOURS.map(themeCss), ...measures].join("\n");
}

const require = createRequire(import.meta.url);

function themeCss(name: string): string {
  const theme: unknown = require(`@atlaskit/tokens/dist/cjs/artifacts/themes/atlassian-${name}.js`);
  if (
    typeof theme === "object" &&
    theme !== null &&
    "default" in theme &&
    typeof theme.default === "string"
  ) {
    return theme.default;
  }
  throw new Error(`@atlaskit/tokens has no theme "${name}"`);
}

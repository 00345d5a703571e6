import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { sortAtomicCss } from "./build/sort-atomic-css.ts";
import { themeSheet } from "./build/theme-sheet.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * All panels are one build: `vite build -c frontend/vite.config.ts` writes dist/panels, which the
 * server offers under /assets/. Entries are found by their source path in .vite/manifest.json.
 */
export default defineConfig({
  root: at(".."),
  base: "/assets/",
  publicDir: false,
  plugins: [react(), themeSheet(), sortAtomicCss()],
  resolve: {
    alias: [
      // Atlaskit brings a Statsig client (28 kB gzip) that only asks for flags we never set.
      {
        find: /^@atlaskit\/feature-gate-js-client(\/.*)?$/,
        replacement: at("./build/feature-gates-all-off.ts"),
      },
    ],
  },
  build: {
    outDir: at("../dist/panels"),
    emptyOutDir: true,
    assetsDir: "",
    manifest: true,
    target: "es2023",
    // One sheet for all: atomic rules must be sorted together, which split sheets cannot be.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        admin: at("./admin/main.tsx"),
        "issue-panel": at("./issue-panel/main.tsx"),
        "review-queue": at("./review-queue/main.tsx"),
      },
    },
  },
});

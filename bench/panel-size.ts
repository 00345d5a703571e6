import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { z } from "zod";

/** What a person downloads before the issue panel can be used: its entry, what that imports statically, and the sheet. */
const ENTRY = "frontend/issue-panel/main.tsx";
const BUDGET_KB = 150;

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
  }),
);

const built = new URL("../dist/panels/", import.meta.url);
const manifest = Manifest.parse(JSON.parse(readFileSync(new URL(".vite/manifest.json", built), "utf8")));

let total = 0;
for (const file of filesOf(ENTRY)) {
  const kilobytes = gzipSync(readFileSync(new URL(file, built))).length / 1000;
  total += kilobytes;
  console.log(`${kilobytes.toFixed(1).padStart(7)} kB  ${file}`);
}
console.log(`${total.toFixed(1).padStart(7)} kB  in all, of ${BUDGET_KB} kB`);
if (total > BUDGET_KB) process.exitCode = 1;

function filesOf(entry: string): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (seen.has(key)) return;
    if (chunk === undefined) throw new Error(`${key} is not in the manifest: build the panels first`);
    seen.add(key);
    files.add(chunk.file);
    chunk.css.forEach((file) => files.add(file));
    chunk.imports.forEach(visit);
  };
  visit(entry);
  // With one sheet for all panels the manifest lists it on its own.
  if (manifest["style.css"] !== undefined) files.add(manifest["style.css"].file);
  return files;
}

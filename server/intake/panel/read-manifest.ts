import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";

const Chunk = z.object({
  file: z.string(),
  css: z.array(z.string()).default([]),
  imports: z.array(z.string()).default([]),
});
const Manifest = z.record(z.string(), Chunk);
type Manifest = z.infer<typeof Manifest>;

/** What a page needs to start an entry. Names are relative to the folder of the panels. */
export type EntryFiles = { script: string; preloads: string[]; styles: string[] };

/** Vite puts the one sheet of all panels here when it does not split it. */
const SHARED_SHEET = "style.css";

/** Looks an entry up in Vite's manifest. Undefined: the panels are not built. */
export async function readEntry(panelsDir: string, entry: string): Promise<EntryFiles | undefined> {
  const text = await readFile(path.join(panelsDir, ".vite", "manifest.json"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest = Manifest.parse(JSON.parse(text));
  const chunk = manifest[entry];
  if (chunk === undefined) return undefined;
  const imported = staticImports(manifest, chunk.imports);
  const sheet = manifest[SHARED_SHEET];
  const styles = [
    ...(sheet === undefined ? [] : [sheet.file]),
    ...[chunk, ...imported].flatMap(({ css }) => css),
  ];
  return { script: chunk.file, preloads: imported.map(({ file }) => file), styles: [...new Set(styles)] };
}

function staticImports(manifest: Manifest, names: readonly string[]): Manifest[string][] {
  const found = new Map<string, Manifest[string]>();
  const visit = (name: string) => {
    const chunk = manifest[name];
    if (chunk === undefined || found.has(name)) return;
    found.set(name, chunk);
    chunk.imports.forEach(visit);
  };
  names.forEach(visit);
  return [...found.values()];
}

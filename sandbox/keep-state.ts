import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { SiteState } from "./state.ts";

export type StateKeeper = {
  load(): Promise<SiteState | undefined>;
  /** Writes soon: many changes in a row cost one write. */
  schedule(): void;
  flush(): Promise<void>;
};

const DELAY_MS = 80;
const Saved = z.looseObject({
  format: z.literal(2),
  tenant: z.string(),
  issues: z.array(z.unknown()),
  people: z.array(z.unknown()),
});

/** Only this module writes the file, so its first lines are proof enough of the rest. */
function isSiteState(value: unknown): value is SiteState {
  return Saved.safeParse(value).success;
}

/** Keeps one site in one JSON file. The rename makes a write whole or not at all. */
export function createStateKeeper(
  file: string,
  current: () => SiteState,
  onFault: (error: unknown) => void,
): StateKeeper {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(current()));
    await rename(`${file}.new`, file);
  };
  const queue = () => {
    timer = undefined;
    writing = writing.then(write).catch(onFault);
    return writing;
  };
  return {
    async load() {
      try {
        const value: unknown = JSON.parse(await readFile(file, "utf8"));
        return isSiteState(value) ? value : undefined;
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw new Error(`The sandbox's state in ${file} cannot be read; start with --fresh to begin anew.`, {
          cause: error,
        });
      }
    },
    schedule() {
      timer ??= setTimeout(() => void queue(), DELAY_MS);
    },
    async flush() {
      if (timer !== undefined) {
        clearTimeout(timer);
        await queue();
      }
      await writing;
    },
  };
}

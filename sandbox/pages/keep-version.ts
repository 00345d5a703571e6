import { ok, refuse, type Result } from "../result.ts";
import type { SiteCore } from "../site-core.ts";
import type { Acting, ContentVersion, Json, OldVersion } from "../state.ts";
import { accountOf } from "../may-act.ts";

type Versioned = { version: ContentVersion; history: OldVersion[]; storage: string };

/** A write names the version it makes. Anything but the next one means that somebody else was faster. */
export function checkNext(current: number, given: number, what: string): Result<null> {
  if (given === current + 1) return ok(null);
  return refuse(
    409,
    `Version must be incremented when updating a ${what}. Current Version: [${current}]. Provided version: [${given}]`,
  );
}

export function firstVersion(core: SiteCore, acting: Acting): ContentVersion {
  return { number: 1, message: "", createdAt: core.now().toISOString(), authorId: accountOf(acting.as) };
}

/** Puts what stands now into the history and opens the next version. */
export function turnVersion(
  core: SiteCore,
  acting: Acting,
  content: Versioned & { title?: string },
  message: string,
): void {
  const { version, storage, title = "" } = content;
  content.history.push({ ...version, title, storage });
  content.version = { ...firstVersion(core, acting), number: version.number + 1, message };
}

/** Confluence takes values of up to 32 kB as JSON. */
export function checkValue(value: Json): Result<null> {
  return Buffer.byteLength(JSON.stringify(value)) > 32_768
    ? refuse(413, "The value of a property may be up to 32768 bytes as JSON.")
    : ok(null);
}

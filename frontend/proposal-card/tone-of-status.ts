import type { LozengeTone } from "../look/index.ts";

const DONE = /^(done|closed|resolved|released|fixed|complete[d]?)$/i;
const PROGRESS = /^(in |under |review|testing|doing)/i;

/** Jira's usual colours for the usual English names; every other name stays grey rather than guess. */
export function toneOfStatus(name: string): LozengeTone {
  if (DONE.test(name)) return "success";
  return PROGRESS.test(name) ? "progress" : "neutral";
}

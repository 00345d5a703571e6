/** A moment as Jira writes it: `2026-01-31T10:00:00.000+0000`. */
export function restTime(iso: string): string {
  return iso.replace("Z", "+0000");
}

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const PLAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** `*` stands for one whole label, and two plain ones must follow: a pattern for everything is none. */
const WITH_STAR = new RegExp(`^\\*(?:\\.${LABEL}){2,}$`);

export const isHostPattern = (pattern: string) => PLAIN.test(pattern) || WITH_STAR.test(pattern);

/** `host` is a host name without its port. */
export function hostMatches(pattern: string, host: string): boolean {
  const name = host.toLowerCase();
  if (!pattern.startsWith("*.")) return name === pattern;
  const dot = name.indexOf(".");
  return dot > 0 && name.slice(dot + 1) === pattern.slice(2);
}

const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** The address of a link if it is one that people may be sent to; relative addresses have no meaning in a panel. */
export function safeLink(href: unknown): string | undefined {
  if (typeof href !== "string" || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  return SCHEMES.has(url.protocol) ? url.href : undefined;
}

/** The address when a click on it can do no more than open a page or a mail; undefined for javascript: and the like. */
export function safeLink(href: string): string | undefined {
  if (href.startsWith("/") && !href.startsWith("//")) return href;
  return /^(https?:\/\/|mailto:)/i.test(href) ? href : undefined;
}

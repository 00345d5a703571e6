const SCHEMES = new Set(["http:", "https:", "mailto:"]);
const WEB = /^https?:\/\/[^/]/i;
/** Spaces, control characters and the invisible ones that make an address read as another. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\\]/u;
const LONGEST = 2_048;

/**
 * Whether an address may stand in what we write: absolute http, https or mailto, as a browser would read it,
 * with nothing hidden in it and no user name before the host (`https://bank.com@elsewhere.example`).
 */
export function isLinkAddress(href: string): boolean {
  if (href.length > LONGEST || HIDDEN.test(href) || !URL.canParse(href)) return false;
  const url = new URL(href);
  if (!SCHEMES.has(url.protocol)) return false;
  if (url.protocol === "mailto:") return url.pathname.includes("@");
  return WEB.test(href) && url.username === "" && url.password === "";
}

/** A card is fetched by the site to draw it, so it stays with https. */
export const isCardAddress = (href: string): boolean =>
  isLinkAddress(href) && href.toLowerCase().startsWith("https:");

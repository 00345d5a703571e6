import type { RequestHandler, Response } from "express";
import helmet from "helmet";

const ONE_YEAR_S = 31_536_000;

/** On every answer. Pages loosen the content policy for themselves; see `allowPage`. */
export const securityHeaders: readonly RequestHandler[] = [
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: { maxAge: ONE_YEAR_S, includeSubDomains: true },
    referrerPolicy: { policy: "no-referrer" },
    // Our pages live in frames: who may frame them is said by frame-ancestors, and only there.
    xFrameOptions: false,
  }),
  function forbidKeeping(_req, res, next) {
    res.setHeader("Cache-Control", "no-store, no-cache");
    next();
  },
];

/**
 * The policy of a page in an issue: scripts by nonce only, calls to ourselves only, framed by its own site only.
 * `framedBy` are origins, or patterns where the site is not known.
 */
export function allowPage(
  res: Response,
  page: {
    nonce: string;
    hostScriptOrigin: string;
    framedBy: readonly string[];
    imagesFrom: readonly string[];
  },
): void {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${page.nonce}' ${page.hostScriptOrigin}`,
    ["img-src 'self' data: https:", ...page.imagesFrom].join(" "),
    "font-src 'self'",
    "connect-src 'self'",
    `frame-ancestors ${page.framedBy.join(" ")}`,
    "base-uri 'none'",
    "form-action 'self'",
  ];
  res.setHeader("Content-Security-Policy", policy.join("; "));
}

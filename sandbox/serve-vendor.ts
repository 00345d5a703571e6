import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import express, { Router } from "express";

const CDN_LINE = 'var CDN_URL = "https://" + CDN_DOMAIN;';

/**
 * Serves the real host bridge: both halves of atlassian-connect-js, and the themes its CDN would serve.
 * One line of the iframe half is replaced, the CDN's address, so that themes load from here.
 */
export function serveVendor(): Router {
  const dist = dirname(fileURLToPath(import.meta.resolve("atlassian-connect-js")));
  const source = readFileSync(join(dist, "iframe.js"), "utf8");
  if (!source.includes(CDN_LINE))
    throw new Error("atlassian-connect-js no longer has the line that names its CDN");
  const router = Router();
  const shared = { "cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "*" };
  router.use((_request, response, next) => {
    response.set(shared);
    next();
  });
  router.get("/atlassian-connect/all.js", (request, response) => {
    const cdn = `http://${request.headers.host ?? ""}/_cdn`;
    response.type("application/javascript").set("cache-control", "public, max-age=300");
    response.send(source.replace(CDN_LINE, `var CDN_URL = ${JSON.stringify(cdn)};`));
  });
  router.use(express.static(dist, { index: false, maxAge: 300_000 }));
  return router;
}

import path from "node:path";
import express, { Router } from "express";
import helmet from "helmet";

/** /assets: the built panels, named by their content and so kept for ever. /icon.svg: shown by Jira beside the panel. */
export function serveFiles({ panelsDir, viewsDir }: { panelsDir: string; viewsDir: string }): Router {
  const router = Router();
  router.use(
    "/assets",
    express.static(panelsDir, {
      index: false,
      // Said aloud, since the default serves what lies in a folder with a dot.
      dotfiles: "ignore",
      redirect: false,
      cacheControl: false,
      setHeaders: (res) => void res.setHeader("Cache-Control", "public, max-age=31536000, immutable"),
    }),
  );
  router.get("/icon.svg", helmet.crossOriginResourcePolicy({ policy: "cross-origin" }), (_req, res) => {
    res.sendFile(path.resolve(viewsDir, "icon.svg"), {
      cacheControl: false,
      headers: { "Cache-Control": "public, max-age=3600" },
    });
  });
  return router;
}

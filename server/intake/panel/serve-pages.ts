import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Router, type Request, type Response } from "express";
import * as z from "zod";
import { IssueId, IssueKey } from "../../contract/index.ts";
import type { Config, Logger } from "../../kit/index.ts";
import type { AceAgrees, ConnectPlatform, TokenProof } from "../../platform/index.ts";
import type { createLicenceReader } from "../../tenants/index.ts";
import { handleAsync, incomingOf } from "../http/handle-async.ts";
import { noteTenant, requestIdOf } from "../http/request-info.ts";
import { allowPage } from "../http/security-headers.ts";
import { framedByAllowed, framedBySite } from "./frame-ancestors.ts";
import { readEntry } from "./read-manifest.ts";
import { renderShell, styleTags, tagsFor } from "./render-shell.ts";
import { sayWhyNot, type Message } from "./say-why-not.ts";

const ISSUE_PANEL = "frontend/issue-panel/main.tsx";
const ADMIN = "frontend/admin/main.tsx";
const REVIEW_QUEUE = "frontend/review-queue/main.tsx";

const LicenceQuery = z.object({ lic: z.enum(["active", "none"]).optional() });
const PanelQuery = LicenceQuery.extend({ issueId: IssueId, issueKey: IssueKey });

export type PageDeps = {
  config: Pick<Config, "hostScriptUrl" | "allowedHosts">;
  verifyToken: ConnectPlatform["verifyToken"];
  aceAgrees: AceAgrees;
  licences: Pick<ReturnType<typeof createLicenceReader>, "noteSeen">;
  viewsDir: string;
  panelsDir: string;
  logger: Logger;
};

/** The pages that the products show in frames. Shells only; what is in them comes from the API. */
export function servePages(deps: PageDeps): Router {
  const { config, licences } = deps;
  const hostScriptOrigin = new URL(config.hostScriptUrl).origin;

  async function render(res: Response, view: string, page: Page): Promise<void> {
    const nonce = randomBytes(18).toString("base64");
    allowPage(res, { nonce, hostScriptOrigin, framedBy: page.framedBy, imagesFrom: page.imagesFrom });
    const html = renderShell(
      await readFile(path.join(deps.viewsDir, view), "utf8"),
      { nonce, hostScriptUrl: config.hostScriptUrl, lang: "en", ...page.values },
      page.tagsWith(nonce),
    );
    res.status(page.status).type("html").send(html);
  }

  async function renderMessage(res: Response, message: Message, proof?: TokenProof): Promise<void> {
    const files = await readEntry(deps.panelsDir, ISSUE_PANEL);
    const framedBy =
      proof === undefined ? framedByAllowed(config.allowedHosts) : framedBySite(proof.installation);
    await render(res, "message.html", {
      status: message.status,
      framedBy,
      imagesFrom: [],
      values: { title: message.title, said: message.said },
      tagsWith: () => ({ styles: styleTags(files ?? { styles: [] }) }),
    });
  }

  /** Who asks for a page; undefined: they were told why not. */
  async function proofFor(req: Request, res: Response): Promise<TokenProof | undefined> {
    const proof = await deps.verifyToken(incomingOf(req), "url-bound");
    if (!proof.ok) {
      deps.logger.debug("A page was refused", { requestId: requestIdOf(res), reason: proof.reason });
      await renderMessage(res, sayWhyNot(proof.reason));
      return undefined;
    }
    if (!(await deps.aceAgrees(req, res, proof.value))) {
      await renderMessage(res, sayWhyNot("forged"));
      return undefined;
    }
    noteTenant(res, proof.value.installation.tenantId);
    return proof.value;
  }

  async function renderEntry(
    res: Response,
    proof: TokenProof,
    { view, entry, lic, values }: Entry,
  ): Promise<void> {
    const { installation } = proof;
    const files = await readEntry(deps.panelsDir, entry);
    if (files === undefined) return renderMessage(res, sayWhyNot("not-built"), proof);
    if (lic !== undefined) licences.noteSeen(installation.tenantId, lic);
    const site = framedBySite(installation);
    await render(res, view, {
      ...{ status: 200, framedBy: site, imagesFrom: site, values },
      tagsWith: (nonce) => tagsFor(files, nonce),
    });
  }

  async function showIssuePanel(req: Request, res: Response): Promise<void> {
    const proof = await proofFor(req, res);
    if (proof === undefined) return;
    const query = PanelQuery.safeParse(req.query);
    if (!query.success || !isOnIssue(proof, query.data.issueId)) {
      return renderMessage(res, sayWhyNot("wrong-request"), proof);
    }
    const { issueId, issueKey, lic } = query.data;
    const values = { issueId, issueKey, licence: lic ?? "" };
    await renderEntry(res, proof, { view: "issue-panel.html", entry: ISSUE_PANEL, lic, values });
  }

  const showPage = (view: string, entry: string) => async (req: Request, res: Response) => {
    const proof = await proofFor(req, res);
    if (proof === undefined) return;
    const { lic } = LicenceQuery.catch({}).parse(req.query);
    await renderEntry(res, proof, { view, entry, lic, values: {} });
  };

  return Router()
    .get("/panel/issue", handleAsync(showIssuePanel))
    .get("/panel/queue", handleAsync(showPage("review-queue.html", REVIEW_QUEUE)))
    .get("/panel/admin", handleAsync(showPage("admin.html", ADMIN)));
}

type Entry = {
  view: string;
  entry: string;
  lic: "active" | "none" | undefined;
  values: Readonly<Record<string, string>>;
};

type Page = {
  status: number;
  framedBy: readonly string[];
  imagesFrom: readonly string[];
  values: Readonly<Record<string, string>>;
  tagsWith: (nonce: string) => Readonly<Record<string, string>>;
};

/** The address is signed as it is, but it is the token's context that says where the person really is. */
const isOnIssue = ({ issue }: TokenProof, issueId: string) => issue === undefined || issue.id === issueId;

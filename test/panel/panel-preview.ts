import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { PANEL_STATES } from "./panel-states.ts";
import { createScriptedServer } from "./scripted-server.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const BUILT = path.join(ROOT, "dist/panels");
const TYPES: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export type PanelPreview = { url: string; violations: string[]; close(): Promise<void> };

/**
 * The built panel in its real shell and under its real policy, with a scripted server behind it and a
 * stand-in for the host script in front: `/<state>?theme=dark`. Each page load starts its state afresh.
 */
export async function startPanelPreview(port = 0): Promise<PanelPreview> {
  const violations: string[] = [];
  const scripted = createScriptedServer();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://preview");
    if (url.pathname === "/csp-report") return collect(request, response, violations);
    if (url.pathname.startsWith("/api/")) return void scripted.answer(request, response, url);
    if (url.pathname.startsWith("/assets/"))
      return sendFile(response, path.join(BUILT, url.pathname.slice(8)));
    if (url.pathname === "/host.js") return send(response, 200, "text/javascript", HOST_SCRIPT);
    if (url.pathname === "/faces/mia.svg") return send(response, 200, "image/svg+xml", FACE);
    const state = url.pathname.slice(1);
    if (state === "" || !/^[a-z-]+$/.test(state)) return send(response, 404, "text/html", INDEX);
    sendPage(response, state, url.searchParams.get("theme") === "dark");
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: addressOf(server), violations, close: () => close(server) };
}

function sendPage(response: ServerResponse, state: string, dark: boolean): void {
  const nonce = randomUUID();
  const { script, style } = builtFiles();
  const values: Record<string, string> = {
    nonce,
    lang: "en",
    hostScriptUrl: `/host.js?session=${state}.${randomUUID()}`,
    styles: `<link rel="stylesheet" href="/assets/${style}" />`,
    scripts: `<script type="module" nonce="${nonce}" src="/assets/${script}"></script>`,
    issueId: "10042",
    issueKey: "SHOP-42",
    licence: "active",
  };
  const shell = readFileSync(path.join(ROOT, "views/issue-panel.html"), "utf8");
  const page = shell.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "");
  response.setHeader(
    "content-security-policy",
    `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self' 'nonce-${nonce}'; ` +
      "img-src 'self' data: https:; connect-src 'self'; base-uri 'none'; form-action 'self'; report-uri /csp-report",
  );
  send(
    response,
    200,
    "text/html",
    dark ? page.replace('data-color-mode="light"', 'data-color-mode="dark"') : page,
  );
}

function builtFiles(): { script: string; style: string } {
  const manifest: unknown = JSON.parse(readFileSync(path.join(BUILT, ".vite/manifest.json"), "utf8"));
  return { script: fileOf(manifest, "frontend/issue-panel/main.tsx"), style: fileOf(manifest, "style.css") };
}

function fileOf(manifest: unknown, key: string): string {
  const entry = Object.entries(manifest ?? {}).find(([name]) => name === key)?.[1];
  if (typeof entry?.file !== "string")
    throw new Error(`${key} is not built: run vite build -c frontend/vite.config.ts`);
  return entry.file;
}

function sendFile(response: ServerResponse, file: string): void {
  send(response, 200, TYPES[path.extname(file)] ?? "application/octet-stream", readFileSync(file));
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { "content-type": type }).end(body);
}

function collect(request: IncomingMessage, response: ServerResponse, violations: string[]): void {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    violations.push(body);
    response.writeHead(204).end();
  });
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The preview has no port");
  return `http://127.0.0.1:${address.port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** The session in the address is the token, so that the scripted server knows which state is meant. */
const HOST_SCRIPT = `
const session = new URL(document.currentScript.src).searchParams.get("session");
window.calls = [];
if (!session.startsWith("no-host")) window.AP = {
  context: { getToken: async () => session },
  navigator: { go: (target, at) => window.calls.push([target, at]) },
  flag: { create: (flag) => window.calls.push(["flag", flag]) },
  theming: { initializeTheming: () => window.calls.push(["theming"]) },
};`;

const FACE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" fill="#8f7ee7"/><circle cx="12" cy="9" r="4" fill="#fff"/><path d="M4 24a8 8 0 0 1 16 0" fill="#fff"/></svg>`;

const INDEX = `<!doctype html><title>Panel states</title><ul>${Object.keys(PANEL_STATES)
  .map((name) => `<li><a href="/${name}">${name}</a> <a href="/${name}?theme=dark">dark</a></li>`)
  .join("")}</ul>`;

if (process.argv[1] === import.meta.filename) {
  const preview = await startPanelPreview(Number(process.env["PORT"] ?? 8095));
  console.log(`Panel states at ${preview.url}`);
}

import { once } from "node:events";
import express from "express";

/** The app's panel: the real all.js of the site that frames it, and a script that says what the bridge answers. */
function panelPage(siteOrigin: string): string {
  return `<!doctype html><html lang="en"><head><title>Probe</title>
    <script src="${siteOrigin}/_cdn/atlassian-connect/all.js" data-options="margin:false"></script>
    <style>body { margin: 0; background: var(--ds-surface, #fff); color: var(--ds-text, #172b4d); }</style></head>
    <body><div class="ac-content"><main>
      <h1>Probe</h1>
      <p id="grown" style="height: 40px">Small</p>
      <button id="grow">Grow</button><button id="tell">Tell</button><button id="ask">Ask</button>
      <pre id="said"></pre>
    </main></div><script src="/panel.js"></script></body></html>`;
}

const PANEL_SCRIPT = `
  const said = document.getElementById("said");
  window.heard = [];
  AP.theming.initializeTheming();
  AP.context.getToken().then((token) => { window.token = token; said.textContent = "ready"; });
  document.getElementById("grow").onclick = () => { document.getElementById("grown").style.height = "500px"; };
  document.getElementById("tell").onclick = () => {
    AP.flag.create({ title: "Approved", body: "<b>SHOP-42</b> is High", type: "success", close: "manual", actions: { undo: "Undo" } });
    AP.events.on("flag.action", (data) => window.heard.push(data.actionIdentifier));
  };
  document.getElementById("ask").onclick = () => {
    AP.dialog.create({ key: "probe-dialog", size: "small", header: "Sure?", chrome: true, customData: { plan: 7 } });
    AP.events.on("dialog.close", (data) => window.heard.push(data));
  };
`;

const DIALOG_SCRIPT = `
  AP.dialog.getCustomData((data) => { document.getElementById("given").textContent = JSON.stringify(data); });
  document.getElementById("yes").onclick = () => AP.dialog.close({ answer: "yes" });
`;

function descriptorOf(baseUrl: string): object {
  return {
    key: "frame-probe",
    name: "Frame probe",
    baseUrl,
    authentication: { type: "jwt" },
    apiMigrations: { "signed-install": true, "context-qsh": true },
    scopes: ["READ"],
    lifecycle: { installed: "/installed" },
    modules: {
      jiraIssueContexts: [
        {
          key: "probe-panel",
          name: { value: "Probe panel" },
          target: { type: "web_panel", url: "/panel?issueKey={issue.key}" },
        },
      ],
      generalPages: [{ key: "probe-dialog", name: { value: "Probe dialog" }, url: "/dialog" }],
    },
  };
}

export type FrameApp = { descriptorUrl: string; secrets: Map<string, string>; stop(): Promise<void> };

/** A tiny app whose pages live in frames of the site; it keeps each site's shared secret by the site's address. */
export async function startFrameApp(): Promise<FrameApp> {
  const app = express();
  const secrets = new Map<string, string>();
  const siteOf = (query: unknown) => (typeof query === "string" ? query : "");
  app.get(
    "/descriptor.json",
    (request, response) => void response.json(descriptorOf(`http://${request.headers.host ?? ""}`)),
  );
  app.post("/installed", express.json(), (request, response) => {
    secrets.set(String(request.body.baseUrl), String(request.body.sharedSecret));
    response.sendStatus(204);
  });
  app.get("/panel", (request, response) => void response.send(panelPage(siteOf(request.query["xdm_e"]))));
  app.get(
    "/panel.js",
    (_request, response) => void response.type("application/javascript").send(PANEL_SCRIPT),
  );
  app.get("/dialog", (request, response) => {
    const source = `${siteOf(request.query["xdm_e"])}/_cdn/atlassian-connect/all.js`;
    response.send(`<!doctype html><html lang="en"><head><title>Sure</title><script src="${source}"></script></head>
      <body><p id="given"></p><button id="yes">Yes</button><script src="/dialog.js"></script></body></html>`);
  });
  app.get(
    "/dialog.js",
    (_request, response) => void response.type("application/javascript").send(DIALOG_SCRIPT),
  );
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the app does not listen on a port");
  return {
    descriptorUrl: `http://127.0.0.1:${address.port}/descriptor.json`,
    secrets,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

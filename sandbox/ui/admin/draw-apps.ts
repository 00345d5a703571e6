import type { Installation } from "../../state.ts";
import { drawEmpty, drawTime } from "../draw-parts.ts";
import { html, type Html } from "../html.ts";
import type { Visit } from "../visit.ts";

function act(one: Installation, what: string, words: string, ask = ""): Html {
  return html`<form
    method="post"
    action="/admin/apps/${what}"
    data-send
    ${ask !== "" && html`data-ask="${ask}"`}
  >
    <input type="hidden" name="appKey" value="${one.appKey}" /><input
      type="hidden"
      name="product"
      value="${one.product}"
    />
    <button class="${what === "uninstall" ? "subtle danger-text" : "subtle"}">
      ${words}<span class="hidden"> ${one.descriptor.name} in ${one.product}</span>
    </button>
    <p class="wrong" role="alert"></p>
  </form>`;
}

/** Where the app's own page for administrators is, as the products link it. */
function drawConfigure({ appKey, product, state, descriptor }: Installation): Html {
  const page = descriptor.pages.find(({ moduleType }) => moduleType === "configurePage");
  return page === undefined || product !== "jira" || state !== "ENABLED"
    ? html``
    : html`<a class="button" href="/plugins/servlet/ac/${appKey}/${page.key}">Configure</a>`;
}

function drawInstallation(visit: Visit, one: Installation): Html {
  const enabled = one.state === "ENABLED";
  const product = one.product === "jira" ? "Jira" : "Confluence";
  return html`<tr>
    <th scope="row">
      ${one.descriptor.name}
      <p class="hint">${one.appKey}</p>
    </th>
    <td>${product}</td>
    <td>
      <span class="lozenge lozenge-${enabled ? "done" : "new"}">${enabled ? "Enabled" : "Disabled"}</span>
    </td>
    <td>
      <span class="words">${one.descriptor.scopes.join(", ")}</span>
      <p class="hint words">${one.descriptorUrl}</p>
      <p class="hint words">client key ${one.clientKey}</p>
    </td>
    <td class="when">${drawTime(one.installedAt, visit.site.now())}</td>
    <td>
      <div class="buttons">
        ${drawConfigure(one)} ${enabled ? act(one, "disable", "Disable") : act(one, "enable", "Enable")}
        ${act(one, "rotate", "Rotate secret")}
        ${act(one, "uninstall", "Uninstall", `Uninstall ${one.descriptor.name} from ${product}?`)}
      </div>
    </td>
  </tr>`;
}

function drawInstallForm(): Html {
  return html`<form class="install" method="post" action="/admin/apps/install" data-send>
    <h2>Install an app</h2>
    <div class="field">
      <label for="descriptor">Address of its descriptor</label>
      <input
        id="descriptor"
        name="descriptorUrl"
        type="url"
        required
        placeholder="http://127.0.0.1:8080/atlassian-connect.json"
      />
    </div>
    <fieldset>
      <legend>Install in</legend>
      <label class="tick"><input type="checkbox" name="product" value="jira" checked /> Jira</label>
      <label class="tick"
        ><input type="checkbox" name="product" value="confluence" checked /> Confluence</label
      >
    </fieldset>
    <p class="wrong" role="alert"></p>
    <button class="primary">Install</button>
  </form>`;
}

export function drawApps(visit: Visit): Html {
  const installed = visit.site.installations();
  const table = html`<div class="table-scroll" tabindex="0" role="region" aria-label="Installed apps">
    <table class="list">
      <thead>
        <tr>
          <th scope="col">App</th>
          <th scope="col">Product</th>
          <th scope="col">State</th>
          <th scope="col">Scopes and address</th>
          <th scope="col">Installed</th>
          <th scope="col">Actions</th>
        </tr>
      </thead>
      <tbody>
        ${installed.map((one) => drawInstallation(visit, one))}
      </tbody>
    </table>
  </div>`;
  const none = drawEmpty("No apps yet", "Install one by the address of its descriptor.");
  return html`<h1>Manage apps</h1>
    <div data-live="apps">${installed.length === 0 ? none : table}</div>
    ${drawInstallForm()}`;
}

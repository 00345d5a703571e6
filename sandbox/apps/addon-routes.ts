import { param, type Answer, type Call, type Route } from "../http/call.ts";
import type { Json, Product } from "../state.ts";

function licence(call: Call): Json {
  const { licence: setting } = call.site.state().settings;
  return {
    active: setting === "active",
    type: "COMMERCIAL",
    evaluation: false,
    supportEntitlementNumber: "SEN-SANDBOX",
    entitlementId: `sandbox-${call.site.name}`,
    entitlementNumber: "E-000-000-001",
  };
}

/** What Atlassian answers an app about itself: state, host, and the licence when it sells one. */
function addon(call: Call, product: Product): Answer {
  const { installation } = call;
  if (installation === null || installation.appKey !== param(call, "addonKey")) {
    return { status: 401, body: { message: "You may only ask about your own app.", "status-code": 401 } };
  }
  const licensed = installation.descriptor.enableLicensing && call.site.state().settings.licence !== "absent";
  return {
    status: 200,
    body: {
      key: installation.appKey,
      version: "1.0.0-AC",
      state: installation.state,
      host: { product: product === "jira" ? "Jira" : "Confluence", contacts: [] },
      ...(licensed ? { license: licence(call) } : {}),
      links: {
        self: [{ href: `${installation.baseUrl}/rest/atlassian-connect/1/addons/${installation.appKey}` }],
        marketplace: [],
      },
    },
  };
}

export function addonRoutes(product: Product): Route[] {
  const base = product === "jira" ? "" : "/wiki";
  return [
    {
      method: "GET",
      path: `${base}/rest/atlassian-connect/1/addons/{addonKey}`,
      scope: "NONE",
      handle: (call) => addon(call, product),
    },
  ];
}

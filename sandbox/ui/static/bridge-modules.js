// The modules that the products add to the bridge. The bridge reads a function's parameters from its source: no
// defaults, no rest parameters, and the callback comes last, wherever that is. Who called is in its `_context`.
import { refresh } from "./refresh.js";

/** Where a module stands, as the site's own addresses take it. */
export function place({ app, module, issue, page }) {
  const query = new URLSearchParams({ app, module });
  if (issue) query.set("issue", issue);
  if (page) query.set("page", page);
  return query;
}

function last(given) {
  return given[given.length - 1];
}

/** Marks a function whose answer is a promise; the bridge then passes on what it comes to. */
function promised(act) {
  act.returnsPromise = true;
  return act;
}

async function contextToken(extension) {
  const answer = await fetch(`/_ui/context-token?${place(extension.options.where)}`);
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message);
  return said.token;
}

function contextOf({ options: { where } }) {
  if (where.issue) {
    const [project] = where.issue.split("-");
    return { jira: { issue: { id: where.issueId, key: where.issue }, project: { key: project } } };
  }
  return where.page ? { confluence: { content: { id: where.page, type: "page" } } } : {};
}

const context = {
  getToken: promised(function (_callback) {
    return contextToken(last(arguments)._context.extension);
  }),
  getContext: promised(function (_callback) {
    return Promise.resolve(contextOf(last(arguments)._context.extension));
  }),
};

const { person, locale, timeZone } = document.body.dataset;
const user = {
  getCurrentUser: function (_callback) {
    last(arguments)({ atlassianAccountId: person });
  },
  getLocale: function (_callback) {
    last(arguments)(locale);
  },
  getTimeZone: function (_callback) {
    last(arguments)(timeZone);
  },
};

function requestOptions(options) {
  const { type, method, data, contentType, headers } = options;
  const verb = String(type ?? method ?? "GET").toUpperCase();
  const body = data === undefined || typeof data === "string" ? data : JSON.stringify(data);
  const carries = body !== undefined && verb !== "GET";
  return {
    method: verb,
    headers: {
      accept: "application/json",
      ...headers,
      ...(carries ? { "content-type": contentType ?? "application/json" } : {}),
    },
    ...(carries ? { body } : {}),
  };
}

/** What `AP.request` rejects with: plain data, because an Error would lose its fields on the way into the frame. */
function refusedCall(xhr, err) {
  return { xhr, err };
}

/** Calls the site's REST as the person who looks. Only paths of this site are taken: an app may not go elsewhere with it. */
async function callRest(given, more, extension) {
  const options = typeof given === "string" ? { ...more, url: given } : { ...given };
  const path = options.url ?? "";
  if (!/^\/(?![/\\])/.test(path))
    return Promise.reject(
      refusedCall(
        { status: 0, statusText: "error", responseText: "" },
        "Only paths of the site may be requested.",
      ),
    );
  const wiki = extension.options.where.page !== undefined && !path.startsWith("/wiki");
  const answer = await fetch(`${wiki ? "/wiki" : ""}${path}`, requestOptions(options));
  const responseText = await answer.text();
  const xhr = { status: answer.status, statusText: answer.statusText, responseText };
  if (!answer.ok) return Promise.reject(refusedCall(xhr, String(answer.status)));
  return { body: responseText, xhr };
}

const request = promised(function (url, options, _callback) {
  return callRest(url, typeof options === "object" ? options : {}, last(arguments)._context.extension);
});

function addressOf(target, to) {
  switch (target) {
    case "issue":
      return `/browse/${encodeURIComponent(to.issueKey)}`;
    case "projectSummary":
      return `/projects/${encodeURIComponent(to.projectKey)}`;
    case "contentview":
      return `/wiki/spaces/_/pages/${encodeURIComponent(to.contentId)}`;
    case "spaceview":
      return `/wiki/spaces/${encodeURIComponent(to.spaceKey)}`;
    case "addonmodule":
    case "addonModule":
      return `/plugins/servlet/ac/${encodeURIComponent(to.addonKey)}/${encodeURIComponent(to.moduleKey)}`;
    case "site":
      return to.relativeUrl;
    default:
      return "/";
  }
}

const navigator = {
  go: function (target, to) {
    const address = addressOf(target, typeof to === "object" ? to : {});
    // Checked here because the app names it: an address of another site or of a script is not followed.
    if (/^\/(?![/\\])/.test(address)) location.assign(address);
  },
  reload: function () {
    location.reload();
  },
  getLocation: function (_callback) {
    const found = /^\/browse\/([^/]+)/.exec(location.pathname);
    last(arguments)(
      found === null
        ? { target: "site", context: { relativeUrl: location.pathname } }
        : { target: "issueview", context: { issueKey: found[1] } },
    );
  },
};

const jira = {
  refreshIssuePage: function () {
    void refresh();
  },
};

/** An app's cookies carry its key, so that no app reads another's. */
function cookieName(extension, name) {
  return encodeURIComponent(`${extension.addon_key}$$${name}`);
}

const cookie = {
  save: function (name, value, days) {
    const { extension } = last(arguments)._context;
    const age = typeof days === "number" ? `; max-age=${days * 86_400}` : "";
    document.cookie = `${cookieName(extension, name)}=${encodeURIComponent(value)}; path=/; samesite=lax${age}`;
  },
  read: function (name, _callback) {
    const called = last(arguments);
    const start = `${cookieName(called._context.extension, name)}=`;
    const found = document.cookie.split("; ").find((one) => one.startsWith(start));
    called(found === undefined ? undefined : decodeURIComponent(found.slice(start.length)));
  },
  erase: function (name) {
    document.cookie = `${cookieName(last(arguments)._context.extension, name)}=; path=/; max-age=0`;
  },
};

/** An app's own place in the address, kept behind `#!`. */
const history = {
  getState: function (_callback) {
    last(arguments)(location.hash.replace(/^#!/, ""));
  },
  pushState: function (state) {
    window.history.pushState(null, "", `#!${state}`);
  },
  replaceState: function (state) {
    window.history.replaceState(null, "", `#!${state}`);
  },
  go: function (steps) {
    window.history.go(steps);
  },
};

/** Must run before the first frame is made: the frame is told by its name which functions there are. */
export function defineModules() {
  const host = window.connectHost;
  host.defineModule("context", context);
  host.defineModule("user", user);
  host.defineModule("navigator", navigator);
  host.defineModule("jira", jira);
  host.defineModule("cookie", cookie);
  host.defineModule("history", history);
  host.defineModule({ request });
}

import { control, element, readControl } from "./control.js";
import "./drawer-faults.js";
import "./drawer-limits.js";
import "./drawer-permissions.js";
import { faultWords } from "./fault-kinds.js";
import { onReturn, onSite } from "./live.js";

const drawer = document.getElementById("drawer");
const drawerSwitch = document.getElementById("drawer-switch");
const tabs = [...drawer.querySelectorAll("[role=tab]")];
const names = JSON.parse(document.body.dataset.names ?? "{}");
const KEPT = 100;
const seen = { webhooks: new Map(), tokens: new Map(), calls: new Map(), faults: new Map() };
let loaded = false;

function clock(iso) {
  return new Date(iso).toLocaleTimeString("en-GB");
}

function payload(words, value) {
  if (value === undefined || value === null) return null;
  const pre = element("pre", "", typeof value === "string" ? value : JSON.stringify(value, null, 2));
  pre.tabIndex = 0;
  return element("div", "", element("p", "quiet", words), pre);
}

function row(parts, ...inner) {
  const summary = element(
    "summary",
    "",
    ...parts.map(([words, className = ""]) => element("span", className, words)),
  );
  return element("details", "entry", summary, ...inner);
}

function look(status) {
  return status === null || status === 0 || status >= 500 ? "bad" : status >= 400 ? "odd" : "good";
}

function actor(as) {
  if (as.kind === "anonymous") return "nobody";
  const name = names[as.accountId] ?? as.accountId;
  return as.kind === "person" && as.throughApp !== null ? `${name}, through ${as.throughApp}` : name;
}

const DRAW = {
  webhooks(one) {
    const last = one.tries.at(-1);
    const state = one.state === "pending" && one.tries.length > 0 ? "will be tried again" : one.state;
    const kind = one.state === "delivered" ? "good" : one.state === "pending" ? "odd" : "bad";
    const tries = one.tries
      .map((each) => `${clock(each.at)}  ${each.status ?? each.error}  ${each.ms} ms`)
      .join("\n");
    const again = element("button", "small", "Send again");
    again.type = "button";
    again.addEventListener("click", () => control("POST", "webhooks/resend", { identifier: one.identifier }));
    return row(
      [
        [clock(one.createdAt), "time"],
        [state, kind],
        [one.event, "strong"],
        [`${one.tries.length} ${one.tries.length === 1 ? "try" : "tries"}`],
        [last === undefined ? "" : String(last.status ?? "no answer"), "quiet"],
      ],
      element("p", "quiet", `${one.identifier} to ${one.url}`),
      payload("Tries", tries === "" ? null : tries),
      payload("Body", one.body),
      one.state === "pending" ? null : again,
    );
  },
  tokens(one) {
    const whom = one.forAccountId === null ? "" : `for ${names[one.forAccountId] ?? one.forAccountId}`;
    const until = one.expiresAt === null ? "" : `until ${clock(one.expiresAt)}`;
    return element(
      "p",
      "entry flat",
      ...[
        [clock(one.at), "time"],
        [one.kind, "strong"],
        [one.appKey, ""],
        [whom, ""],
        [one.subject, "quiet"],
        [until, "quiet"],
      ].map(([words, kind]) => element("span", kind, words)),
    );
  },
  calls(one) {
    const query = new URLSearchParams(
      Object.entries(one.query).flatMap(([name, value]) => [value].flat().map((each) => [name, each])),
    ).toString();
    return row(
      [
        [clock(one.at), "time"],
        [one.status === 0 ? "dropped" : String(one.status), look(one.status)],
        [one.method, "strong"],
        [one.path, "path"],
        [actor(one.actingAs), "quiet"],
        [`${one.ms} ms`, "quiet"],
        [one.fault === null ? "" : `planted fault: ${one.fault}`, "bad"],
      ],
      query === "" ? null : element("p", "quiet", `?${query}`),
      payload("Asked", one.requestBody),
      payload("Answered", one.responseBody),
    );
  },
  faults(one) {
    const clear = element("button", "small", "Clear");
    clear.type = "button";
    clear.addEventListener("click", () => control("DELETE", `faults/${one.id}`));
    return element("p", "entry flat", element("span", "strong", faultWords(one)), clear);
  },
};
const EMPTY = {
  webhooks: "No webhooks yet. They appear here when an installed app is told of a change.",
  tokens: "No tokens yet. They appear here when an app's frame or an app itself asks for one.",
  calls: "No REST calls yet.",
  faults: "No faults planted: the site behaves.",
};
const LISTS = { webhooks: "webhook-list", tokens: "token-list", calls: "call-list", faults: "fault-list" };

function put(kind, id, one) {
  const all = seen[kind];
  const fresh = !all.has(id);
  const drawn = DRAW[kind](one);
  const before = all.get(id);
  if (before?.open) drawn.open = true;
  before?.replaceWith(drawn);
  all.set(id, drawn);
  const list = document.getElementById(LISTS[kind]);
  if (fresh) {
    if (all.size === 1) list.replaceChildren();
    list.prepend(drawn);
  }
  if (all.size > KEPT) {
    const [oldest] = all;
    oldest[1].remove();
    all.delete(oldest[0]);
  }
  count(kind);
}

function count(kind) {
  const { size } = seen[kind];
  drawer.querySelector(`[data-count="${kind}"]`).textContent = size === 0 ? "" : String(size);
}

function clearList(kind) {
  seen[kind].clear();
  document.getElementById(LISTS[kind]).replaceChildren(element("p", "quiet", EMPTY[kind]));
  count(kind);
}

function tokenId(note) {
  return `${note.at} ${note.kind} ${note.appKey} ${note.forAccountId} ${note.subject}`;
}

function showFaults(faults) {
  clearList("faults");
  for (const one of faults) put("faults", one.id, one);
}

async function load() {
  const [webhooks, tokens, calls, faults] = await Promise.all(
    ["webhooks", "tokens", "exchanges", "faults"].map(readControl),
  );
  for (const kind of ["webhooks", "tokens", "calls"]) clearList(kind);
  for (const one of webhooks.deliveries.slice(-KEPT)) put("webhooks", one.identifier, one);
  for (const one of tokens.tokens.slice(-KEPT)) put("tokens", tokenId(one), one);
  for (const one of calls.exchanges.slice(-KEPT)) put("calls", one.id, one);
  showFaults(faults.faults);
  loaded = true;
}

function choose(tab, focus = false) {
  for (const one of tabs) {
    const chosen = one === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
  }
  if (focus) tab.focus();
  sessionStorage.setItem("sandbox-drawer-tab", tab.id);
}

function show(open) {
  drawer.hidden = !open;
  document.body.classList.toggle("with-drawer", open);
  drawerSwitch.setAttribute("aria-expanded", String(open));
  sessionStorage.setItem("sandbox-drawer", open ? "open" : "closed");
  if (open && !loaded) load().catch(() => undefined);
}

drawer.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
  const at = tabs.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  choose(tabs[(to + tabs.length) % tabs.length], true);
});
for (const tab of tabs) tab.addEventListener("click", () => choose(tab));
drawerSwitch.addEventListener("click", () => show(drawer.hidden));
drawer.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  show(false);
  drawerSwitch.focus();
});

document
  .getElementById("hurry-webhooks")
  .addEventListener("click", () => void control("POST", "webhooks/hurry", {}));
document.getElementById("reset-site").addEventListener("click", () => {
  if (confirm("Put back the seeded issues and pages? What was changed since is lost."))
    void control("POST", "reset", {});
});

onSite((said) => {
  if (!loaded) return;
  if (said.type === "webhook") put("webhooks", said.delivery.identifier, said.delivery);
  else if (said.type === "token") put("tokens", tokenId(said.note), said.note);
  else if (said.type === "exchange") put("calls", said.exchange.id, said.exchange);
  else if (said.type === "faults") showFaults(said.faults);
});
onReturn(() => loaded && load().catch(() => undefined));
for (const kind of Object.keys(LISTS)) clearList(kind);
choose(document.getElementById(sessionStorage.getItem("sandbox-drawer-tab")) ?? tabs[0]);
show(sessionStorage.getItem("sandbox-drawer") === "open");

import { control, element, readControl } from "./control.js";
import { onSite } from "./live.js";

const panel = document.getElementById("tab-limits-panel");
const list = document.getElementById("limit-use");
const form = document.getElementById("limit-form");
const wrong = document.getElementById("limit-words");
const EVERY_MS = 1_000;
const PRODUCTS = { jira: "Jira", confluence: "Confluence" };
let filled = false;

const number = (value) => value.toLocaleString("en-GB");

function bar(words, used, most) {
  const meter = element("meter", "");
  meter.max = Math.max(1, most);
  meter.value = used;
  meter.high = most * 0.8;
  meter.optimum = 0;
  meter.setAttribute("aria-label", words);
  return element("p", "entry flat", meter, element("span", "", words));
}

/** One line for each pool: all sites of one app in one product draw on it. */
function pools({ points, settings, resetsAt }) {
  const all = Map.groupBy(points, (one) => `${one.appKey} in ${PRODUCTS[one.product]}`);
  const until = new Date(resetsAt).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return [...all].map(([name, parts]) => {
    const used = parts.reduce((sum, one) => sum + one.used, 0);
    const each = parts.map((one) => `${one.tenant} ${number(one.used)}`).join(", ");
    const words = `${name}: ${number(used)} of ${number(settings.pointsPerHour)} points until ${until} (${each})`;
    return bar(words, used, settings.pointsPerHour);
  });
}

function draw(use) {
  const { burst, perIssue } = use.settings;
  const bursts = use.burst.map(({ tenant, method, endpoint, lastSecond }) => {
    const most = burst[method.toLowerCase()] ?? burst.post;
    return bar(`${method} ${endpoint} on ${tenant}: ${lastSecond} of ${most} this second`, lastSecond, most);
  });
  const issues = use.issues.map(({ tenant, issue, last2s, last30s }) =>
    bar(
      `${issue} on ${tenant}: ${last2s} of ${perIssue.per2s} changes in 2 s, ${last30s} of ${perIssue.per30s} in 30 s`,
      last30s,
      perIssue.per30s,
    ),
  );
  const lines = [...pools(use), ...issues, ...bursts];
  list.replaceChildren(
    ...(lines.length === 0 ? [element("p", "quiet", "No app has called this hour.")] : lines),
  );
}

function fill({ settings }) {
  const flat = { ...settings };
  for (const group of ["burst", "perIssue"])
    for (const [name, value] of Object.entries(settings[group])) flat[`${group}.${name}`] = value;
  for (const input of form.querySelectorAll("input")) input.value = flat[input.name] ?? "";
  filled = true;
}

async function refresh() {
  const use = await readControl("limits");
  draw(use);
  if (!filled) fill(use);
}

/** Only a limit per site can be left open; an empty field elsewhere keeps its number. */
function asked() {
  const change = { burst: {}, perIssue: {} };
  for (const { name, value } of form.querySelectorAll("input")) {
    const [group, inner] = name.split(".");
    if (value === "" && name !== "perTenantPointsPerHour") continue;
    const given = value === "" ? null : Number(value);
    if (inner === undefined) change[group] = given;
    else change[group][inner] = given;
  }
  return change;
}

async function set(method, body) {
  wrong.textContent = await control(method, "limits", body);
  if (wrong.textContent !== "") return;
  filled = false;
  await refresh();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void set("PUT", asked());
});
document.getElementById("usual-limits").addEventListener("click", () => void set("DELETE"));

let waiting = false;
/** Soon, and once for many calls; what nobody looks at is not asked for. */
function refreshSoon() {
  if (waiting || panel.hidden || panel.offsetParent === null) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    refresh().catch(() => undefined);
  }, EVERY_MS / 4);
}

onSite((said) => {
  if (said.type === "exchange") refreshSoon();
});
const opened = new MutationObserver(refreshSoon);
for (const one of [panel, document.getElementById("drawer")])
  opened.observe(one, { attributeFilter: ["hidden"] });
// Windows empty themselves while nothing happens.
setInterval(refreshSoon, EVERY_MS);

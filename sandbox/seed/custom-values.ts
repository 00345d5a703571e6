import type { Field, FieldKind, Json, Project, SiteState } from "../state.ts";
import type { Random } from "./random.ts";
import { writeAdf } from "./write-adf.ts";

const STEPS = "1. Open {page}\n2. Do what the report says with {browser}\n3. Watch what happens";
const ROLLBACK =
  "1. Put the previous version back: `deploy {service} --version previous`\n2. Check the dashboard of {service}\n3. Tell the on-call person";

const GROWN: FieldKind[] = ["select", "multi-select", "number", "date", "user", "rich-text", "labels"];

function isoDay(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

function valueFor(
  random: Random,
  field: Field,
  project: Project,
  now: Date,
  fill: (text: string) => string,
): Json {
  switch (field.kind) {
    case "select":
      return random.pick(field.options).id;
    case "multi-select": {
      const [first] = field.options;
      const picked = random.some(field.options, 2).map((one) => one.id);
      return picked.length > 0 || first === undefined ? picked : [first.id];
    }
    case "number":
      return random.int(1, 240);
    case "date":
      return isoDay(now, random.int(-60, 30));
    case "user":
      return project.leadAccountId;
    case "rich-text":
      return writeAdf(fill(field.name === "Rollback plan" ? ROLLBACK : STEPS));
    case "labels":
      return random.some(["team-a", "team-b", "platform"], 1);
    default:
      return null;
  }
}

/** Custom fields of an issue's screen: the required always, the others now and then. */
export function customValuesFor(
  random: Random,
  state: SiteState,
  project: Project,
  issueTypeId: string,
  now: Date,
  fill: (text: string) => string,
): Record<string, Json> {
  const screen = project.issueTypes.find((one) => one.issueTypeId === issueTypeId)?.screen ?? [];
  const values: Record<string, Json> = {};
  for (const { fieldId, required } of screen) {
    const field = state.fields.find((one) => one.id === fieldId);
    if (field === undefined) continue;
    if (fieldId === "duedate" && random.chance(0.2)) values["duedate"] = isoDay(now, random.int(-20, 40));
    if (fieldId === "fixVersions" && random.chance(0.35) && project.versions.length > 0) {
      values["fixVersions"] = [random.pick(project.versions).id];
    }
    // A kind that grows no value draws no chance: a new field of it leaves every issue as it was.
    if (!GROWN.includes(field.kind) || field.customType !== undefined) continue;
    if (field.custom && (required || random.chance(0.35)))
      values[fieldId] = valueFor(random, field, project, now, fill);
  }
  return values;
}

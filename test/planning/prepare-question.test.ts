import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { answerOffline, prepareQuestion } from "../../server/planning/index.ts";
import { sentence, someFacts, webhook } from "../builders/facts.ts";

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const schemaFor = (request = sentence("x"), facts = someFacts()) =>
  ajv.compile(prepareQuestion(facts, request).prompt.schema);
const draft = (...steps: unknown[]) => ({ summary: "", steps, questions: [], notes: [] });
const common = { confidence: 0.9, because: [] };

/** Every object schema in a schema. */
function objectsIn(schema: unknown): Record<string, unknown>[] {
  if (Array.isArray(schema)) return schema.flatMap(objectsIn);
  if (schema === null || typeof schema !== "object") return [];
  const own: Record<string, unknown> = { ...schema };
  return [...(own["type"] === "object" ? [own] : []), ...Object.values(own).flatMap(objectsIn)];
}

describe("The schema of a reply", () => {
  test.for([
    { type: "set-field", field: "priority", value: "High", ...common },
    { type: "set-field", field: "components", value: { add: ["Checkout"], remove: [] }, ...common },
    { type: "assign", person: "P1", ...common },
    { type: "assign", person: null, ...common },
    { type: "move", transition: "Done", ...common },
    { type: "link", relation: "duplicates", issueKey: "SHOP-12", ...common },
    { type: "create", issueType: "Task", fields: [{ field: "summary", value: "x" }], ...common },
  ])("takes %j", (step) => {
    expect(schemaFor()(draft(step))).toBe(true);
  });

  test.for([
    { type: "set-field", field: "priority", value: "Apocalyptic", ...common },
    { type: "set-field", field: "reporter", value: "P1", ...common },
    { type: "set-field", field: "components", value: { add: ["Basket"], remove: [] }, ...common },
    { type: "assign", person: "acc-mia", ...common },
    { type: "move", transition: "Nirvana", ...common },
    { type: "link", relation: "duplicates", issueKey: "HR-1", ...common },
    { type: "create", issueType: "Epic", fields: [], ...common },
    { type: "delete", ...common },
  ])("cannot express %j", (step) => {
    expect(schemaFor()(draft(step))).toBe(false);
  });

  test("offers neither moves nor new issues where nobody asked", () => {
    const takes = schemaFor(webhook);
    expect(takes(draft({ type: "set-field", field: "priority", value: "High", ...common }))).toBe(true);
    expect(takes(draft({ type: "move", transition: "Done", ...common }))).toBe(false);
    expect(takes(draft({ type: "set-field", field: "summary", value: "x", ...common }))).toBe(false);
  });

  test("is closed everywhere and demands every member, as strict structured output does", () => {
    const objects = objectsIn(prepareQuestion(someFacts(), sentence("x")).prompt.schema);
    expect(objects.length).toBeGreaterThan(20);
    for (const { properties, required, additionalProperties } of objects) {
      expect(additionalProperties).toBe(false);
      expect(required).toEqual(Object.keys(properties ?? {}));
    }
  });

  test("holds for the offline engine as well", () => {
    const facts = someFacts();
    for (const request of [
      webhook,
      sentence("assign to Tom, make it high, due friday and close it"),
      sentence("add label x"),
    ]) {
      const takes = schemaFor(request, facts);
      const reply: unknown = JSON.parse(answerOffline(prepareQuestion(facts, request)));
      expect(takes(reply), JSON.stringify(takes.errors)).toBe(true);
    }
  });
});

test("the prompt says what can be used, in names and aliases", () => {
  const { user, version } = prepareQuestion(someFacts(), sentence("assign to Mia")).prompt;
  expect(version).toBe("plan-v1");
  expect(user).toContain("P1: Mia Krause");
  expect(user).toContain("priority (Priority, select, now Medium): Highest | High | Medium | Low | Lowest");
  expect(user).toContain("MOVES: In Progress | In Review | Done");
  expect(user).toMatch(/REQUEST by P4\nassign to Mia$/);
});

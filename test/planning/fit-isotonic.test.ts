import { describe, expect, test } from "vitest";
import { calibrate, fitIsotonic, NO_SETTINGS } from "../../server/planning/index.ts";
import { sentence, someFacts } from "../builders/facts.ts";
import { mustPlan, planFromModel } from "../builders/plans.ts";

const many = (of: number, raw: number, stood: number) =>
  Array.from({ length: of }, (_, index) => ({ raw, stood: index < stood }));

describe("Confidence learns from decisions", () => {
  test("once there are fifty, and not before", () => {
    expect(fitIsotonic(many(49, 0.9, 20))).toEqual([]);
    expect(calibrate(0.9, [])).toBe(0.9);
    expect(fitIsotonic(many(50, 0.9, 20))).toHaveLength(1);
  });

  test("what was claimed becomes what became of such claims", () => {
    const curve = fitIsotonic([...many(98, 0.9, 49), ...many(98, 0.6, 24)]);
    expect(calibrate(0.95, curve)).toBe(0.5);
    expect(calibrate(0.9, curve)).toBe(0.5);
    expect(calibrate(0.7, curve)).toBe(0.25);
    expect(calibrate(0.1, curve)).toBe(0.25);
  });

  test("a surer claim is never worth less than a less sure one", () => {
    const curve = fitIsotonic([...many(60, 0.5, 50), ...many(60, 0.7, 30), ...many(60, 0.9, 55)]);
    const values = [0.1, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((raw) => calibrate(raw, curve));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(calibrate(0.5, curve)).toBe(calibrate(0.7, curve));
  });

  test("ten of ten are no certainty", () => {
    const curve = fitIsotonic([...many(60, 0.5, 30), ...many(10, 0.99, 10)]);
    expect(calibrate(0.99, curve)).toBe(0.92);
  });

  test("a plan shows what is learned and keeps what was claimed; what is hardly ever right is left out", () => {
    const request = sentence("say hello");
    const draft = {
      summary: "",
      questions: [],
      notes: [],
      steps: [{ type: "comment", markdown: "hello", confidence: 0.9, because: [] }],
    };
    const settings = (stood: number) => ({
      ...NO_SETTINGS,
      calibration: { "add-comment": fitIsotonic(many(98, 0.6, stood)) },
    });
    const learned = mustPlan(planFromModel(someFacts(), request, draft, settings(39)));
    expect(learned.steps[0]?.evidence[0]).toMatchObject({ confidence: 0.4, raw: 0.6 });
    expect(learned.steps[0]?.confidence).toBe(0.4);
    expect(planFromModel(someFacts(), request, draft, settings(3))).toMatchObject({ ok: false });
  });
});

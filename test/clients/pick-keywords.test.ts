import { expect, test } from "vitest";
import { pickKeywords } from "../../server/clients/jira/find-similar.ts";

test("long and rare words of the summary come first, then what the text repeats", () => {
  const words = pickKeywords(
    "Checkout shows a white page after paying",
    "The order is gone. Which order? The order of today.",
  );
  expect(words).toEqual(["checkout", "paying", "white", "page", "order"]);
});

test("nothing that could leave a JQL string gets through", () => {
  const words = pickKeywords('white" OR project = HR AND text ~ "page', '\\" ) ORDER BY created');
  expect(words.every((word) => /^[\p{L}\p{N}]+$/u.test(word))).toBe(true);
});

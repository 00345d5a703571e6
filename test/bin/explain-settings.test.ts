import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { SETTING_NAMES } from "../../server/kit/index.ts";

/** The app refuses to start with it, so nobody is invited to set it. */
const REFUSED = "AC_OPTS";

const example = await readFile(new URL("../../.env.example", import.meta.url), "utf8");

test.each(SETTING_NAMES.filter((name) => name !== REFUSED))(".env.example shows and explains %s", (name) => {
  expect(example).toMatch(new RegExp(`^# ${name}=.*\n# \\S`, "m"));
});

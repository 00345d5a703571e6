import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import manifest from "../../package.json" with { type: "json" };
import { sealToken } from "../builders/hostile-tokens.ts";

const root = path.resolve(import.meta.dirname, "../..");
const command = path.join(
  root,
  z.object({ bin: z.object({ ticketsmith: z.string() }) }).parse(manifest).bin.ticketsmith,
);
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "ticketsmith-command-"));
  writeFileSync(path.join(folder, "key"), "a-secret-in-a-file");
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (input: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    input,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

test("the command reads the token from its input and the key from the folder it is called in", () => {
  const verify = ["jwt", "verify", "--alg", "HS256", "--key", "key"];
  const token = sealToken({ alg: "HS256" }, { iss: "x" }, "a-secret-in-a-file");
  expect(run(`${token}\n`, ...verify)).toEqual({ status: 0, stdout: "Valid\n", stderr: "" });
  expect(run(`${token}A\n`, ...verify)).toEqual({
    status: 1,
    stdout: "",
    stderr: expect.stringMatching(/^Not valid: .+\n$/),
  });
  expect(run(token, "jwt")).toMatchObject({ status: 2, stdout: "" });
}, 30_000);

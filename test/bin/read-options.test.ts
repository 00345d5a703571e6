import path from "node:path";
import { expect, test } from "vitest";
import { appSettings, sandboxSettings } from "../../bin/start/program-settings.ts";
import { readOptions } from "../../bin/start/read-options.ts";

const root = path.resolve("/home/ada/ticketsmith");

test("without flags or settings the documented ports and folder are used", () => {
  expect(readOptions([], {}, root)).toEqual({
    fresh: false,
    port: 8080,
    sandboxPort: 8090,
    dataDir: path.join(root, ".data"),
  });
});

test("a flag is stronger than a setting", () => {
  const env = { PORT: "9000", SANDBOX_PORT: "9001", DATA_DIR: "elsewhere" };
  expect(readOptions(["--port", "7000", "--fresh"], env, root)).toEqual({
    fresh: true,
    port: 7000,
    sandboxPort: 9001,
    dataDir: path.join(root, "elsewhere"),
  });
});

test.each(["0", "65536", "80.5", "http", ""])("the port %j is refused by the flag's name", (port) => {
  expect(() => readOptions(["--port", port], {}, root)).toThrow("--port must be a port from 1 to 65535");
});

test("an unknown flag is refused with the way to write it", () => {
  expect(() => readOptions(["--frash"], {}, root)).toThrow("Usage: npm start");
});

test("--fresh does not pretend to erase a database server", () => {
  expect(() => readOptions(["--fresh"], { DATABASE_URL: "postgres://db/app" }, root)).toThrow("DATABASE_URL");
});

test("the app is told of the sandbox in place of Atlassian, and of nobody else", () => {
  const options = readOptions(["--port", "7000", "--sandbox-port", "7001"], {}, root);
  const settings = appSettings(options, { ALLOWED_HOSTS: "*.atlassian.net", ENGINE: "offline" });
  expect(settings).toMatchObject({
    BASE_URL: "http://127.0.0.1:7000",
    ALLOWED_HOSTS: "localhost,127.0.0.1",
    ENGINE: "offline",
    CONNECT_KEYS_URL: "http://localhost:7001/_keys",
  });
});

test("the sandbox sees no secret of the app", () => {
  const options = readOptions([], {}, root);
  const settings = sandboxSettings(options, {
    SECRET_KEYS: "k1:x",
    DATABASE_URL: "postgres://db/app",
    PATH: "/bin",
  });
  expect(settings).not.toHaveProperty("SECRET_KEYS");
  expect(settings).not.toHaveProperty("DATABASE_URL");
  expect(settings.PATH).toBe("/bin");
});

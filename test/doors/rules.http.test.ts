import express, { Router } from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmbeddedForTest, type TestDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";
import { listRoutes } from "./list-routes.ts";
import { findUnruled, LOCAL_DOORS, RULES } from "./rules.ts";

let database: TestDatabase;
let running: RunningApp;
beforeAll(async () => {
  database = await openEmbeddedForTest();
  running = await startRunningApp(database.db);
});
afterAll(async () => {
  await running.stop();
  await database.close();
});

test("every door of the app has a rule, and every rule a door", () => {
  expect(findUnruled(listRoutes(running.app.app))).toEqual([]);
});

test("the local socket has the doors that are stated for it, and the others have none of the operator's", () => {
  expect(listRoutes(running.app.localApp).toSorted()).toEqual(LOCAL_DOORS.toSorted());
  expect(Object.keys(RULES).filter((name) => name.includes("/operator"))).toEqual([]);
});

test("a door that is planted is found, however deep it stands", () => {
  const nested = Router().use(
    "/inner",
    Router().delete("/all/:id", () => undefined),
  );
  const app = express()
    .get(["/a", "/b"], () => undefined)
    .use("/outer", nested)
    .use("/files", express.static("."))
    .use((_req, res) => void res.end("I answer everybody"));
  app.route("/c").all(() => undefined);
  app
    .route("/a")
    .get(() => undefined)
    .post(() => undefined);
  const planted = listRoutes(app);
  expect(planted.toSorted()).toEqual([
    ...["ALL /c", "DELETE /outer/inner/all/:id", "GET /a", "GET /a again", "GET /b", "POST /a"],
    ...["USE * <anonymous>", "USE /files serveStatic"],
  ]);
  expect(findUnruled(planted)).toEqual(expect.arrayContaining(planted.map((name) => `${name} has no rule`)));
  expect(findUnruled([...Object.keys(RULES), "POST /api/panel/debug"])).toEqual([
    "POST /api/panel/debug has no rule",
  ]);
  expect(findUnruled(Object.keys(RULES).slice(1))).toEqual(["GET / has a rule and is no route"]);
});

test("a handler mounted by a pattern cannot be read back, and is not passed over in silence", () => {
  const app = express().use(/secret/, (_req, res) => void res.end());
  expect(() => listRoutes(app)).toThrow("cannot be read back");
});

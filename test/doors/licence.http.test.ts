import { afterAll, beforeAll, expect, test } from "vitest";
import { honestRequest, honestToken } from "./honest.ts";
import { openWorld, type World } from "./open-world.ts";
import { doorsWith } from "./rules.ts";
import { sendRaw } from "./send-raw.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const send = (name: string) => {
  const honest = honestRequest(world, name);
  const headers = { ...honest.headers, authorization: `JWT ${honestToken(honest)}` };
  return sendRaw(world.origin, { ...honest, headers });
};

test("without a licence nothing is decided, asked or taken back, and everything can be looked at", async () => {
  const set = await world.control("acme", "POST", "settings", { licence: "none" });
  expect(set.status).toBe(200);
  // The page says that the licence has gone, so that the app asks anew.
  expect((await send("GET /panel/issue")).status).toBe(200);

  const doors = [...doorsWith("context"), ...doorsWith("page")];
  const looks = doors.filter((name) => name.startsWith("GET "));
  for (const name of looks) expect([name, (await send(name)).status]).toEqual([name, 200]);
  const before = await world.state();
  // Whoever began something may always stop it.
  const decisions = doors.filter((name) => name.startsWith("POST ") && !/\/(?:stop|dismiss)$/.test(name));
  expect(decisions).toHaveLength(19);
  for (const name of decisions) {
    const { status, text } = await send(name);
    expect([name, status, text]).toEqual([name, 403, expect.stringContaining("no licence")]);
  }
  expect(await world.state()).toBe(before);
});

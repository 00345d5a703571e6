import { afterAll, beforeAll, expect, test } from "vitest";
import { mutate, validVariant } from "../builders/hostile-tokens.ts";
import { createRandom } from "../builders/random.ts";
import { honestRequest, honestToken, type Honest } from "./honest.ts";
import { openWorld, type World } from "./open-world.ts";
import { eachOf, sendRaw } from "./send-raw.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const DOORS = [
  "GET /api/panel/issues/:issueId",
  "GET /panel/issue",
  "POST /webhooks/jira",
  "POST /connect/installed",
];
const send = (honest: Honest, token: string) =>
  sendRaw(world.origin, { ...honest, headers: { ...honest.headers, authorization: `JWT ${token}` } });

test.each(DOORS)(
  "%s takes none of a thousand tokens with a few signs changed",
  async (name) => {
    const honest = honestRequest(world, name);
    const random = createRandom(name.length);
    const token = honestToken(honest);
    // Spaces around the value of a header are not part of it, and a header holds no sign beyond Latin-1.
    const tokens = Array.from({ length: 1_000 }, () => mutate(random, token)).filter(
      (one) => one.trim() !== token,
    );
    const before = await world.state();
    const answers = await eachOf(tokens, async (one) => ({ one, ...(await send(honest, one)) }));
    expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
    expect(await world.state()).toBe(before);
  },
  120_000,
);

test.each(DOORS)(
  "%s takes a hundred spellings of an honest token, every one",
  async (name) => {
    const honest = honestRequest(world, name);
    const random = createRandom(name.length + 1);
    const tokens = Array.from({ length: 100 }, () => validVariant(random, honest.lock, honest.claims));
    const answers = await eachOf(tokens, async (one) => ({ one, ...(await send(honest, one)) }), 4);
    expect(answers.filter(({ status }) => status !== honest.accepted)).toEqual([]);
  },
  120_000,
);

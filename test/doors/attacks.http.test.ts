import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attacksOn } from "./attacks.ts";
import { honestRequest, honestToken } from "./honest.ts";
import { openWorld, SECRET_WORDS, type World } from "./open-world.ts";
import { doorsWith } from "./rules.ts";
import { eachOf, sendRaw } from "./send-raw.ts";

/** Once where we stand at the root of a host, and once below a path of it. */
describe.each([[""], ["/ts"]])("below %j", (basePath) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(basePath);
  });
  afterAll(() => world.close());

  const LOCKED = [
    ...doorsWith("context"),
    ...doorsWith("page"),
    ...doorsWith("admin"),
    ...doorsWith("url-bound"),
    ...doorsWith("install"),
  ];

  /** What no answer to a stranger may hold. */
  const leaks = (text: string) => {
    const { sharedSecret } = world.lockOf("acme");
    const secrets = [
      SECRET_WORDS,
      sharedSecret,
      world.proposal.planHash,
      "node_modules",
      "    at ",
      "SELECT",
    ];
    return secrets.filter((secret) => text.includes(secret));
  };

  test.each(LOCKED)(
    "%s stays shut to every attack, and nothing comes of them",
    async (name) => {
      const honest = honestRequest(world, name);
      const before = await world.state();
      const attacks = attacksOn(world, honest);
      const through = await eachOf(attacks, async ({ what, statuses, ...request }) => {
        const { status, text } = await sendRaw(world.origin, { ...request, method: honest.method });
        const leaked = leaks(text);
        return statuses.includes(status) && leaked.length === 0
          ? []
          : [{ what, status, leaked, text: text.slice(0, 200) }];
      });
      expect(attacks.length).toBeGreaterThan(120);
      expect(through.flat()).toEqual([]);
      expect(await world.state()).toBe(before);
    },
    120_000,
  );

  // Two calls of the lifecycle say nothing with their bodies, which are not even read.
  const UNREAD = ["POST /connect/enabled", "POST /connect/disabled"];
  const POSTS = LOCKED.filter((name) => /^P(?:OS|U)T /.test(name) && !UNREAD.includes(name));
  test.each(POSTS)(
    "%s takes no body that is too large or too deep, even from whom it knows",
    async (name) => {
      const honest = honestRequest(world, name);
      const token = honestToken(honest);
      const headers = { ...honest.headers, authorization: `JWT ${token}` };
      const send = (body: string) => sendRaw(world.origin, { ...honest, headers, body });
      const before = await world.state();
      const deep = `{"webhookEvent":"jira:issue_updated","x":"\\u0000","a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
      const statuses = [
        (await send(deep)).status,
        (await send(`{"a":"${"x".repeat(12.5 * 1_024 * 1_024)}"}`)).status,
        (await send('{"a":')).status,
      ];
      expect(statuses).toEqual([400, 413, 400]);
      expect(await world.state()).toBe(before);
    },
  );

  test("each door opens to the honest token that it was made for", async () => {
    const order = [
      ...LOCKED.filter((name) => !/disabled|enabled|install/.test(name)),
      ...["disabled", "enabled", "installed", "uninstalled"].map((event) => `POST /connect/${event}`),
    ];
    expect(new Set(order)).toEqual(new Set(LOCKED));
    for (const name of order) {
      const honest = honestRequest(world, name);
      const token = honestToken(honest);
      const answer = await sendRaw(world.origin, {
        ...honest,
        headers: { ...honest.headers, authorization: `JWT ${token}` },
      });
      // What was decided a moment ago by another of these doors cannot be decided again.
      expect({ name, ...answer, known: [honest.accepted, 409].includes(answer.status) }).toMatchObject({
        name,
        known: true,
      });
    }
  });
});

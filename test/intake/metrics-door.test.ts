import { expect, test } from "vitest";
import { isFromThisMachine } from "../../server/intake/http/serve-health.ts";

test.each<[string, string | undefined, Record<string, string>, boolean]>([
  ["this machine", "127.0.0.1", {}, true],
  ["this machine, by another number of its own", "127.8.9.1", {}, true],
  ["this machine over IPv6", "::1", {}, true],
  ["this machine over a socket of both kinds", "::ffff:127.0.0.1", {}, true],
  ["a neighbour", "10.0.0.7", {}, false],
  ["a neighbour of a similar number", "::ffff:10.127.0.1", {}, false],
  ["a connection that is gone", undefined, {}, false],
  ["somebody behind a proxy on this machine", "127.0.0.1", { "x-forwarded-for": "127.0.0.1" }, false],
  ["somebody behind a proxy of the newer kind", "::1", { forwarded: "for=127.0.0.1" }, false],
])("without a token, metrics for %s", (_who, remoteAddress, headers, wanted) => {
  expect(isFromThisMachine({ socket: { remoteAddress }, headers })).toBe(wanted);
});

import { expect, test } from "vitest";
import { createSealer, newKeyRing, SealFault } from "../../server/kit/index.ts";

const place = { tenantId: "acme", field: "installations.secret/1" };
const [k1, k2] = [newKeyRing("k1"), newKeyRing("k2")];

test("what was sealed opens again, and the same text never looks the same twice", () => {
  const sealer = createSealer(k1);
  const sealed = sealer.seal("pässword", place);
  expect(sealed).toMatch(/^v1\.k1\.[\w-]+$/);
  expect(sealer.open(sealed, place)).toEqual({ text: "pässword", stale: false });
  expect(sealer.seal("pässword", place)).not.toBe(sealed);
});

test("a value moved to another row, column or tenant does not open", () => {
  const sealer = createSealer(k1);
  const sealed = sealer.seal("secret", place);
  for (const elsewhere of [
    { ...place, tenantId: "globex" },
    { ...place, field: "installations.secret/2" },
  ]) {
    expect(() => sealer.open(sealed, elsewhere)).toThrow(SealFault);
  }
});

test("an altered value does not open, wherever it was altered", () => {
  const sealer = createSealer(k1);
  const sealed = sealer.seal("secret", place);
  const payload = Buffer.from(sealed.slice("v1.k1.".length), "base64url");
  for (let at = 0; at < payload.length; at += 1) {
    const altered = Buffer.from(payload);
    altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
    expect(() => sealer.open(`v1.k1.${altered.toString("base64url")}`, place)).toThrow(SealFault);
  }
  for (const broken of ["", "secret", "v1.k1.", "v2.k1.AAAA", "v1.k1.AAAA", sealed.replace("k1", "k9")]) {
    expect(() => sealer.open(broken, place)).toThrow(SealFault);
  }
});

test("an older key of the ring still opens, and says that it is old", () => {
  const old = createSealer(k1).seal("secret", place);
  const sealer = createSealer(`${k2},${k1}`);
  expect(sealer.open(old, place)).toEqual({ text: "secret", stale: true });
  expect(sealer.open(sealer.seal("secret", place), place).stale).toBe(false);
  expect(() => createSealer(k2).open(old, place)).toThrow(SealFault);
});

test("another ring with the same key name does not open it", () => {
  const sealed = createSealer(newKeyRing("k1")).seal("secret", place);
  expect(() => createSealer(k1).open(sealed, place)).toThrow(SealFault);
});

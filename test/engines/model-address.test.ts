import { expect, test } from "vitest";
import { isPublicAddress, readModelAddress } from "../../server/tenants/index.ts";

test.each([
  ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254"],
  ...[
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
  ],
  ...["::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1"],
  ...["64:ff9b::a00:1", "2001:db8::1", "2002:7f00:1::", "2001::1", "not an address", ""],
])("%s is not on the open internet", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "193.0.0.1", "2606:4700::1111", "2a00:1450::1"])(
  "%s is",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each([
  ...["ftp://models.example", "models.example", "http://models.example/v1", "https://10.0.0.1/v1"],
  ...[
    "https://0x7f.1/v1",
    "https://[::ffff:10.0.0.1]/v1",
    "https://localhost/v1",
    "https://api.localhost/v1",
  ],
  ...["https://user@models.example/v1", "https://models.example/v1?key=x", "https://models.example/v1#x"],
])("a tenant's server cannot be %s", (address) => {
  expect(readModelAddress(address, []).ok).toBe(false);
});

test("it can be on the open internet, or where the operator says", () => {
  expect(readModelAddress("https://models.example/v1/", [])).toEqual({
    ok: true,
    value: "https://models.example/v1",
  });
  const allowed = ["models.internal", "10.0.0.7", "*.ml.corp"];
  for (const address of ["http://models.internal:8000/v1", "http://10.0.0.7/v1", "http://a.ml.corp"])
    expect(readModelAddress(address, allowed)).toEqual({ ok: true, value: address });
  expect(readModelAddress("http://10.0.0.8/v1", allowed).ok).toBe(false);
  expect(readModelAddress("http://x.models.internal/v1", allowed).ok).toBe(false);
});

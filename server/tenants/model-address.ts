import { BlockList, isIP } from "node:net";
import { hostMatches, ok, refuse, type Result } from "../kit/index.ts";

const NOT_PUBLIC = new BlockList();
for (const [net, bits] of [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
  ] as const),
  ...([
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
  ] as const),
  ...([["224.0.0.0", 3]] as const),
])
  NOT_PUBLIC.addSubnet(net, bits, "ipv4");
// Of IPv6 only 2000::/3 leads anywhere; these parts of it lead to IPv4 addresses, or nowhere.
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  NOT_PUBLIC.addSubnet(net, bits, "ipv6");
const GLOBAL = new BlockList();
GLOBAL.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address belongs to the open internet: not to this machine, its network, or its cloud's metadata. */
export function isPublicAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return !NOT_PUBLIC.check(ip, "ipv4");
  return family === 6 && GLOBAL.check(ip, "ipv6") && !NOT_PUBLIC.check(ip, "ipv6");
}

/** The host of a URL, where an IPv6 address stands in brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

/** Whether the operator has said that tenants' servers may be there, wherever it leads. */
export const isAllowedHost = (host: string, allowed: readonly string[]): boolean =>
  allowed.some((pattern) => hostMatches(pattern, host));

/**
 * Pure: the address of a tenant's own model server, without a trailing slash. A name is looked at again when it is
 * connected to, since only then is it known where it leads.
 */
export function readModelAddress(text: string, allowed: readonly string[]): Result<string> {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return refuse("It is no web address.");
  if (url.username !== "" || url.password !== "" || url.hash !== "" || url.search !== "")
    return refuse("It must hold no user, password, query or fragment.");
  const host = hostOf(url);
  if (isAllowedHost(host, allowed)) return ok(text.replace(/\/+$/, ""));
  if (url.protocol !== "https:") return refuse("It must begin with https://.");
  if (isIP(host) !== 0 && !isPublicAddress(host)) return refuse("It leads into a private network.");
  if (/(?:^|\.)localhost\.?$/i.test(host)) return refuse("It leads into a private network.");
  return ok(text.replace(/\/+$/, ""));
}

import type { ProductRequest } from "../../kit/index.ts";

/** The request's path with its query, relative to the product's base URL. Lists repeat their name. */
export function addressOf({ path, query = {} }: Pick<ProductRequest, "path" | "query">): string {
  if (!path.startsWith("/") || path.startsWith("//") || path.includes("..") || /[?#\\\s]/.test(path)) {
    throw new Error("A product path starts with one slash, stays below it and carries no query");
  }
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === "object" ? value : [value]).map((one) => `${encode(name)}=${encode(String(one))}`),
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

import jwt from "jsonwebtoken";
import { hashQuery } from "./hash-query.ts";
import { APP_KEY } from "./read-descriptor.ts";

const LIFE_S = 170;

/** The `Authorization` value with which we call a product as the app: bound to this request, good for three minutes. */
export function signAsApp(
  request: { method: string; address: string },
  site: { clientKey: string; sharedSecret: string },
  now: Date,
): string {
  const iat = Math.floor(now.getTime() / 1_000);
  const claims = {
    iss: APP_KEY,
    aud: [site.clientKey],
    iat,
    exp: iat + LIFE_S,
    qsh: hashQuery(request.method, request.address, ""),
  };
  return `JWT ${jwt.sign(claims, site.sharedSecret, { algorithm: "HS256" })}`;
}

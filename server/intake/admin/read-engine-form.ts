import type { EngineRequest } from "../../contract/index.ts";
import { ok, refuse, type Result } from "../../kit/index.ts";
import { hostOf, readModelAddress, type EngineSettings, type PriceList } from "../../tenants/index.ts";
import type { FieldProblems } from "./say-problems.ts";

const OPENAI = "https://api.openai.com/v1";

/** Pure: what a form comes to beside what is stored, or what is wrong with it by field. */
export function readEngineForm(
  form: EngineRequest,
  stored: EngineSettings,
  { privateHosts, prices, now }: { privateHosts: readonly string[]; prices: PriceList; now: Date },
): Result<EngineSettings, FieldProblems> {
  const { choice, price, monthlyUsd, secondLook } = form;
  if (choice !== "openai")
    return ok({
      ...{ engine: choice === "default" ? null : { kind: choice }, price: null, monthlyUsd },
      secondLook: choice === "default" ? secondLook : null,
    });

  const address = readModelAddress(form.baseUrl === "" ? OPENAI : form.baseUrl, privateHosts);
  const key = address.ok ? readKey(form, stored, address.value) : ok(null);
  const isPriced = price !== null || prices.priceOf(form.model, now) !== null;
  const problems: FieldProblems = {
    ...(form.model === "" ? { model: "Name a model." } : {}),
    ...(address.ok ? {} : { baseUrl: address.reason }),
    ...(key.ok ? {} : { key: key.reason }),
    ...(monthlyUsd !== null && form.model !== "" && !isPriced
      ? { price: "A budget needs a price, and this model's is not known here." }
      : {}),
  };
  if (!address.ok || !key.ok || Object.keys(problems).length > 0) return refuse(problems);
  const apiVersion = form.apiVersion === "" ? null : form.apiVersion;
  return ok({
    engine: { kind: "openai", baseUrl: address.value, apiKey: key.value, model: form.model, apiVersion },
    ...{ price, monthlyUsd, secondLook },
  });
}

/** A stored key goes nowhere but to the server that it was given for. */
function readKey({ key }: EngineRequest, { engine }: EngineSettings, to: string): Result<string | null> {
  if (key !== undefined) {
    if (key === null || key === "") return ok(null);
    return /^[\x21-\x7e]+$/.test(key) ? ok(key) : refuse("A key has no blanks and no letters with marks.");
  }
  if (engine?.kind !== "openai" || engine.apiKey === null) return ok(null);
  const isSame = originOf(engine.baseUrl) === originOf(to);
  return isSame
    ? ok(engine.apiKey)
    : refuse("The stored key was given for another server. Enter this server's key.");
}

function originOf(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${hostOf(url)}:${url.port}`;
}

import { parseArgs } from "node:util";
import { ok, parsePrice, PRICE_SHAPE, refuse, type Clock, type Result } from "../../kit/index.ts";
import { readModelAddress, type EngineSettings, type PriceList } from "../../tenants/index.ts";

const OPENAI = "https://api.openai.com/v1";

type Flag = "model" | "base-url" | "key-file" | "api-version" | "price" | "budget" | "second-look";
type Options = {
  kind: "default" | "offline" | "openai";
  values: Partial<Record<Flag, string | undefined>>;
};

/** What was asked for, and nothing that does not belong to it. */
export function readEngineOptions([word, ...flags]: readonly string[]): Result<Options> {
  const kind = (["default", "offline", "openai"] as const).find((one) => one === word);
  if (kind === undefined) return refuse("The engine must be default, offline or openai.");
  const text = { type: "string" } as const;
  const own = {
    model: text,
    "base-url": text,
    "key-file": text,
    "api-version": text,
    price: text,
    "second-look": text,
  } as const;
  try {
    const args = { args: flags };
    const { values } =
      kind === "openai"
        ? parseArgs({ ...args, options: { ...own, budget: text } })
        : parseArgs({ ...args, options: { budget: text } });
    return ok({ kind, values });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** What it comes to, once files are read and addresses looked at. */
export async function toEngineSettings(
  { kind, values }: Options,
  { privateHosts, prices }: { privateHosts: readonly string[]; prices: PriceList },
  { readFile, clock }: { readFile: (path: string) => Promise<Buffer>; clock: Clock },
): Promise<Result<EngineSettings>> {
  const monthlyUsd = values.budget === undefined ? null : Number(values.budget);
  if (monthlyUsd !== null && (values.budget?.trim() === "" || !(monthlyUsd >= 0 && monthlyUsd < 1e6)))
    return refuse("--budget must be a number of dollars, 0 or more.");
  if (kind !== "openai")
    return ok({ engine: kind === "default" ? null : { kind }, price: null, monthlyUsd, secondLook: null });
  const look = values["second-look"];
  if (look !== undefined && look !== "on" && look !== "off")
    return refuse("--second-look must be on or off.");

  const { model, price: given, "api-version": apiVersion = null, "key-file": file } = values;
  if (model === undefined || model.trim() === "") return refuse("--model must name a model.");
  const price = given === undefined ? null : (parsePrice(given) ?? undefined);
  if (price === undefined) return refuse(`--price must be ${PRICE_SHAPE}.`);
  if (monthlyUsd !== null && price === null && prices.priceOf(model, clock.now()) === null)
    return refuse("--budget needs --price: this model's price is not known.");
  const address = readModelAddress(values["base-url"] ?? OPENAI, privateHosts);
  if (!address.ok) return refuse(`--base-url: ${address.reason}`);
  const apiKey = file === undefined ? null : (await readFile(file)).toString("utf8").trim();
  if (apiKey !== null && !/^[\x21-\x7e]{1,4000}$/.test(apiKey)) return refuse("--key-file holds no key.");
  return ok({
    engine: { kind, baseUrl: address.value, apiKey, model, apiVersion },
    ...{ price, monthlyUsd, secondLook: look === undefined ? null : look === "on" },
  });
}

import { existsSync, readFileSync } from "node:fs";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { z } from "zod";
import { EXCEPTIONS } from "./exceptions.ts";

/** One call and its answer, as seen on the wire. */
export type ObservedExchange = {
  method: string;
  /** Below the site's origin, without the query. */
  path: string;
  query: Record<string, string | string[]>;
  requestBody: unknown;
  status: number;
  responseBody: unknown;
  /** The kind of planted fault that struck it, if one did. */
  fault?: string | null;
};

/** Faults that answer for themselves, or not at all. Behind all others stands an answer of the site. */
const NOT_OURS = ["answer", "html", "drop"];

export type Violation = { where: string; what: string };

export type Oracle = {
  /** What the official description forbids in this exchange, less the listed exceptions. Empty is good. */
  checkExchange(exchange: ObservedExchange): Violation[];
  /** The official template of a path, undefined when the description does not know it. */
  templateOf(method: string, path: string): string | undefined;
};

const Parameter = z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional() });
const Content = z.record(z.string(), z.looseObject({ schema: z.unknown().optional() })).optional();
const Operation = z.looseObject({
  parameters: z.array(Parameter).default([]),
  requestBody: z.looseObject({ required: z.boolean().optional(), content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: Content })),
});
type Operation = z.infer<typeof Operation>;
const PathItem = z.looseObject({ parameters: z.array(Parameter).default([]) });
const Document = z.looseObject({
  paths: z.record(z.string(), PathItem),
  components: z.looseObject({ parameters: z.record(z.string(), Parameter).default({}) }).optional(),
});

/** Puts the shared parameters of a description where its operations name them. */
function withParameters(raw: unknown): unknown {
  const shared = Document.pick({ components: true }).parse(raw).components?.parameters ?? {};
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const name =
      "$ref" in value ? /^#\/components\/parameters\/(.+)$/.exec(String(value.$ref))?.[1] : undefined;
    if (name !== undefined) return shared[name];
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };
  return resolve(raw);
}

type Matched = { template: string; pointer: string; operation: Operation };

function pointerPart(text: string): string {
  return encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"));
}

function patternOf(template: string): RegExp {
  const source = template
    .split("/")
    .map((part) => (/^\{.+\}$/.test(part) ? "[^/]+" : part.replace(/[.*+?^$()|[\]\\]/g, "\\$&")));
  return new RegExp(`^${source.join("/")}/?$`);
}

function variables(template: string): number {
  return template.split("{").length;
}

function say(error: ErrorObject): string {
  const more =
    error.keyword === "additionalProperties" ? ` '${String(error.params["additionalProperty"])}'` : "";
  return `${error.instancePath === "" ? "/" : error.instancePath} ${error.message ?? "is wrong"}${more}`;
}

function createAjv(document: unknown): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false });
  formats.default(ajv);
  // Jira writes its moments as 2026-01-31T10:00:00.000+0000, which RFC 3339 would not.
  ajv.addFormat("date-time", true);
  ajv.addSchema(z.record(z.string(), z.unknown()).parse(document), "document");
  return ajv;
}

/** Reads an official description. `basePath` is where its paths begin on the site (`/wiki/api/v2`). */
export function loadOracle(file: string | URL, basePath = ""): Oracle {
  const raw = withParameters(JSON.parse(readFileSync(file, "utf8")));
  const { paths } = Document.parse(raw);
  const ajv = createAjv(raw);
  const templates = Object.keys(paths)
    .map((template) => ({ template, pattern: patternOf(`${basePath}${template}`) }))
    .sort((a, b) => variables(a.template) - variables(b.template));
  const validators = new Map<string, ValidateFunction>();
  const validator = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` });
    validators.set(pointer, known);
    return known;
  };

  const find = (method: string, path: string): Matched | undefined => {
    for (const { template, pattern } of templates) {
      const item = paths[template];
      const operation = Operation.safeParse(item?.[method.toLowerCase()]);
      if (!pattern.test(path) || item === undefined || !operation.success) continue;
      const parameters = [...item.parameters, ...operation.data.parameters];
      const pointer = `/paths/${pointerPart(template)}/${method.toLowerCase()}`;
      return { template: `${basePath}${template}`, pointer, operation: { ...operation.data, parameters } };
    }
    return undefined;
  };
  const against = (pointer: string, value: unknown, what: string): string[] => {
    const validate = validator(pointer);
    return validate(value)
      ? []
      : [...new Set((validate.errors ?? []).map((error) => `${what} ${say(error)}`))];
  };
  return {
    templateOf: (method, path) => find(method, path)?.template,
    checkExchange(exchange) {
      const matched = find(exchange.method, exchange.path);
      const planted = NOT_OURS.includes(exchange.fault ?? "") ? " planted" : "";
      const where = `${exchange.method} ${matched?.template ?? exchange.path} ${exchange.status}${planted}`;
      const found =
        matched === undefined
          ? ["path is not described"]
          : [
              ...checkQuery(matched, exchange),
              ...checkRequest(matched, exchange, against),
              ...checkResponse(matched, exchange, against),
            ];
      return found
        .map((what) => ({ where, what }))
        .filter((one) => !EXCEPTIONS.some(({ call, words }) => call.test(one.where) && words.test(one.what)));
    },
  };
}

function checkQuery({ operation }: Matched, { query }: ObservedExchange): string[] {
  const known = operation.parameters.filter((one) => one.in === "query");
  const strange = Object.keys(query).filter((name) => !known.some((one) => one.name === name));
  const missing = known.filter((one) => one.required === true && query[one.name] === undefined);
  return [
    ...strange.map((name) => `query parameter '${name}' is not described`),
    ...missing.map((one) => `query parameter '${one.name}' is missing`),
  ];
}

type Against = (pointer: string, value: unknown, what: string) => string[];

function isEmpty(body: unknown): boolean {
  return body === undefined || body === null || (typeof body === "object" && Object.keys(body).length === 0);
}

/** A request that was refused with 400 may be malformed: that is what the refusal says. */
function checkRequest(
  { operation, pointer }: Matched,
  exchange: ObservedExchange,
  against: Against,
): string[] {
  if (exchange.status === 400 || exchange.method === "GET" || exchange.method === "DELETE") return [];
  const { requestBody } = operation;
  if (requestBody === undefined)
    return isEmpty(exchange.requestBody) ? [] : ["request has a body, and none is described"];
  if (requestBody.content?.["application/json"]?.schema === undefined) return [];
  return against(`${pointer}/requestBody/content/application~1json/schema`, exchange.requestBody, "request");
}

function checkResponse(
  { operation, pointer }: Matched,
  exchange: ObservedExchange,
  against: Against,
): string[] {
  const status = String(exchange.status);
  const response = operation.responses[status];
  if (response === undefined) return ["status is not described"];
  const schema = response.content?.["application/json"]?.schema;
  const refused = exchange.status >= 400;
  if (schema === undefined) {
    return refused || isEmpty(exchange.responseBody) ? [] : ["response has a body, and none is described"];
  }
  return against(
    `${pointer}/responses/${status}/content/application~1json/schema`,
    exchange.responseBody,
    "response",
  );
}

/** The descriptions lie beside the repository and are no part of it; without them there is nothing to check against. */
export function descriptionFile(name: "jira-platform-v3" | "confluence-v1" | "confluence-v2"): {
  url: URL;
  missing: string | false;
} {
  const url = new URL(`../../../shared/openapi/${name}.json`, import.meta.url);
  return {
    url,
    missing: existsSync(url)
      ? false
      : `Atlassian's description ${name}.json does not lie beside this repository`,
  };
}

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as z from "zod";

const Described = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        responses: z.record(
          z.string(),
          z.looseObject({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }),
        ),
      }),
    ),
  ),
});

export type ApiAnswer = { status: number; headers: Headers; body: unknown };

/** Calls the API over real HTTP, and holds every answer to the description that the server itself gives. */
export async function createApiClient(baseUrl: string) {
  const document: unknown = await (await fetch(`${baseUrl}/api/v1/openapi.json`)).json();
  const described = Described.parse(document);
  const ajv = new Ajv2020({ strict: true, allErrors: true, discriminator: false });
  addFormats.default(ajv);
  ajv.addVocabulary(["openapi", "info", "servers", "security", "paths", "components"]);
  ajv.addSchema({ $id: "api", ...described });
  const compiled = new Map<string, ValidateFunction>();
  const seen = new Set<string>();

  function check(method: string, path: string, status: number, type: string, body: unknown): void {
    const route = path.split("?")[0]?.replace(/^\/proposals\/[^/]+/, "/proposals/{id}") ?? "";
    const name = `${method} ${route} ${status}`;
    const content = described.paths[route]?.[method.toLowerCase()]?.responses[status]?.content;
    const [declared] = Object.keys(content ?? {});
    if (declared === undefined || type.split(";")[0] !== declared)
      throw new Error(`${name} with ${type} is not described`);
    const escaped = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");
    const pointer = ["paths", route, method.toLowerCase(), "responses", String(status), "content", declared];
    const validate =
      compiled.get(name) ?? ajv.compile({ $ref: `api#/${pointer.map(escaped).join("/")}/schema` });
    compiled.set(name, validate);
    if (!validate(body))
      throw new Error(
        `${name} is not as described: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(body)}`,
      );
    seen.add(name);
  }

  async function call(
    token: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const response = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    check(method, path, response.status, response.headers.get("content-type") ?? "", answer);
    return { status: response.status, headers: response.headers, body: answer };
  }

  return { call, document, described, seen };
}

export type ApiClient = Awaited<ReturnType<typeof createApiClient>>;

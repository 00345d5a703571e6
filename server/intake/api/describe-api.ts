import * as z from "zod";
import manifest from "../../../package.json" with { type: "json" };
import { ANSWER_SHAPES } from "./answer-shapes.ts";
import { ListQuery, REQUEST_SHAPES } from "./request-shapes.ts";

/** The API as an OpenAPI 3.1 document, made of the very shapes that requests are parsed with. */
export function describeApi() {
  return {
    openapi: "3.1.0",
    info: {
      title: "TicketSmith",
      version: manifest.version,
      description:
        "Text becomes a proposal: a plan of typed Jira changes with the evidence behind each. A person's yes to exactly that plan lets TicketSmith act. A token stands for one Atlassian account: it sees and may do what Jira lets that account see and do, now.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }],
    paths: {
      "/openapi.json": {
        get: {
          ...{ operationId: "describe", summary: "This document", security: [] },
          responses: { 200: answer("An OpenAPI 3.1 document.", { type: "object" }) },
        },
      },
      "/plan": {
        post: {
          operationId: "plan",
          summary: "What would be proposed: what a reviewer would see. Nothing is stored. Scope: plan",
          parameters: [IDEMPOTENCY_KEY],
          requestBody: bodyOf("TextRequest"),
          responses: {
            200: answer("The plan, as a proposal with a nil id.", ref("Proposal")),
            ...problems(400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503),
          },
        },
      },
      "/proposals": {
        post: {
          operationId: "propose",
          summary: "Makes a proposal that waits for a decision. Scope: propose",
          parameters: [IDEMPOTENCY_KEY],
          requestBody: bodyOf("TextRequest"),
          responses: {
            201: { ...answer("The proposal.", ref("Proposal")), headers: LOCATION },
            202: { ...answer("Still being worked on; look again later.", ref("Request")), headers: LOCATION },
            ...problems(400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503),
          },
        },
        get: {
          operationId: "list",
          summary: "Proposals on issues that the account may see, newest first. Scope: propose or decide",
          parameters: queryOf(ListQuery),
          responses: {
            200: answer("One page.", ref("ProposalList")),
            ...problems(400, 401, 403, 404, 429, 500, 502, 503),
          },
        },
      },
      "/proposals/{id}": {
        get: {
          operationId: "show",
          summary: "One proposal as it stands now. Scope: propose or decide",
          parameters: [ID],
          responses: {
            200: answer("The proposal.", ref("Proposal")),
            ...problems(401, 403, 404, 429, 500, 502, 503),
          },
        },
      },
      "/proposals/{id}/decision": {
        post: {
          operationId: "decide",
          summary: "Says yes to steps of exactly the plan with this hash, or no to it. Scope: decide",
          parameters: [ID],
          requestBody: bodyOf("DecisionRequest"),
          responses: {
            200: answer("The decision counts; this is how the proposal stands now.", ref("Proposal")),
            ...problems(400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503),
          },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "ts_ and 43 characters" } },
      schemas: { ...schemasOf(ANSWER_SHAPES, "output"), ...schemasOf(REQUEST_SHAPES, "input") },
    },
  };
}

const ref = (name: keyof typeof ANSWER_SHAPES | keyof typeof REQUEST_SHAPES) => ({
  $ref: `#/components/schemas/${name}`,
});

const answer = (description: string, schema: object) => ({
  description,
  content: { "application/json": { schema } },
});

const bodyOf = (name: keyof typeof REQUEST_SHAPES) => ({
  required: true,
  content: { "application/json": { schema: ref(name) } },
});

const problems = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: "A problem (RFC 9457). `detail` says what to do.",
        ...(status === 429 || status === 503 ? { headers: RETRY_AFTER } : {}),
        content: { "application/problem+json": { schema: ref("Problem") } },
      },
    ]),
  );

const LOCATION = { Location: { schema: { type: "string" }, description: "Where to look for it." } };
const RETRY_AFTER = {
  "Retry-After": { schema: { type: "integer" }, description: "Seconds to wait, where they are known." },
};
const ID = { name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } };
const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "The same key with the same body gets the same answer for 24 hours; with another body it is refused.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

/** Each by its name, and referring to the others by theirs. */
function schemasOf(shapes: Readonly<Record<string, z.core.$ZodType>>, io: "input" | "output") {
  const registry = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries(shapes)) registry.add(shape, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _name, ...schema }]) => [id, schema]),
  );
}

function queryOf(shape: z.ZodObject) {
  const { properties = {} } = z.toJSONSchema(shape, { io: "input" });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }));
}

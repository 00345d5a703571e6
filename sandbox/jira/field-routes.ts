import { answerWith, param, queryList, queryText, type Call, type Route } from "../http/call.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Field, FieldContext, Json } from "../state.ts";
import { pageBean } from "./page-bean.ts";
import { presentSchema } from "./present-field.ts";

const CONTEXTS = "/rest/api/3/field/{fieldId}/context";

function findFields(call: Call): Field[] {
  const ids = queryList(call, "id");
  const types = queryList(call, "type");
  const query = (queryText(call, "query") ?? "").toLowerCase();
  return call.site
    .state()
    .fields.filter((one) => ids.length === 0 || ids.includes(one.id))
    .filter((one) => types.length === 0 || types.includes(one.custom ? "custom" : "system"))
    .filter((one) => `${one.name} ${one.description}`.toLowerCase().includes(query));
}

/** A field without contexts of its own is offered everywhere: Jira keeps one global context for it. */
function contextsOf(field: Field): FieldContext[] {
  const everywhere = { projectIds: [], issueTypeIds: [], optionIds: null, defaultValue: null };
  return (
    field.contexts ?? [
      { id: field.id.replace("customfield_", ""), name: `Default for ${field.name}`, ...everywhere },
    ]
  );
}

function customField(call: Call): Result<Field> {
  const id = param(call, "fieldId");
  const field = call.site.state().fields.find((one) => one.id === id && one.custom);
  return field === undefined ? refuse(404, "The custom field was not found.") : ok(field);
}

function presentContext(context: FieldContext): Json {
  return {
    id: context.id,
    name: context.name,
    description: "",
    isGlobalContext: context.projectIds.length === 0,
    isAnyIssueType: context.issueTypeIds.length === 0,
  };
}

function optionsOf(call: Call): Result<Json[]> {
  const field = customField(call);
  if (!field.ok) return field;
  const context = contextsOf(field.value).find((one) => one.id === param(call, "contextId"));
  if (context === undefined) return refuse(404, "The custom field context was not found.");
  const offered = field.value.options.filter((one) => context.optionIds?.includes(one.id) ?? true);
  return ok(
    offered.flatMap((option) => [
      { id: option.id, value: option.value, disabled: option.disabled ?? false },
      ...(option.children ?? []).map(({ id, value, disabled }) => ({
        id,
        value,
        disabled: disabled ?? false,
        optionId: option.id,
      })),
    ]),
  );
}

export const fieldRoutes: Route[] = [
  {
    method: "GET",
    path: "/rest/api/3/field/search",
    scope: "NONE",
    handle: (call) =>
      pageBean(
        call,
        "/rest/api/3/field/search",
        findFields(call).map((one) => ({
          id: one.id,
          name: one.name,
          description: one.description,
          schema: presentSchema(one),
        })),
      ),
  },
  {
    method: "GET",
    path: CONTEXTS,
    scope: "READ",
    handle: (call) =>
      answerWith(customField(call), (field) =>
        pageBean(call, `/rest/api/3/field/${field.id}/context`, contextsOf(field).map(presentContext)),
      ),
  },
  {
    method: "GET",
    path: `${CONTEXTS}/{contextId}/option`,
    scope: "READ",
    handle: (call) =>
      answerWith(optionsOf(call), (options) =>
        pageBean(
          call,
          `/rest/api/3/field/${param(call, "fieldId")}/context/${param(call, "contextId")}/option`,
          options,
        ),
      ),
  },
];

import type { FieldValue } from "../../contract/index.ts";
import { neutraliseName } from "../../guardrails/index.ts";
import { currentValue } from "../current-value.ts";
import type { Facts, FieldMeta, PlanningRequest } from "../facts.ts";
import { isInstructed, maySetField, mayStep } from "../may-touch.ts";
import { optionTokens, personAliases, relationTokens } from "../name-tokens.ts";
import { sayValue } from "../show/describe-change.ts";
import { today } from "../today.ts";
import { isWritable, movesOf } from "./compile-schema.ts";

const MOST_OPTIONS = 200;
/** The newest; a model is not shown more. */
export const MOST_COMMENTS = 10;

export type PromptTexts = {
  request: string | null;
  summary: string;
  description: string;
  comments: readonly string[];
  similar: readonly string[];
};

/** The user part of the prompt: what may be used, then the texts, then the request. `texts` are masked and marked already. */
export function writePrompt(facts: Facts, request: PlanningRequest, texts: PromptTexts): string {
  const { issue } = facts;
  const people = personAliases(facts.people);
  const aliasFor = (account: string | null) => [...people].find(([, one]) => one.accountId === account)?.[0];
  const parts = [
    `${issue === null ? "No issue yet," : `ISSUE ${issue.ref.key}, ${issue.issueType.name},`} in project ${facts.project.name}. Today is ${today(facts)}.`,
    issue === null
      ? ""
      : [
          `Status: ${issue.status.name}`,
          `Assignee: ${aliasFor(issue.assignee) ?? (issue.assignee === null ? "nobody" : "somebody else")}`,
        ].join("\n"),
    `PEOPLE it can be assigned to\n${[...people].map(([alias, { name }]) => `${alias}: ${neutraliseName(name)}`).join("\n")}`,
    `FIELDS that can be set\n${facts.editable
      .filter((meta) => maySetField(request, meta))
      .map((meta) => fieldLine(facts, meta))
      .join("\n")}`,
    mayStep(request, "move") ? `MOVES: ${movesOf(facts).join(" | ") || "none"}` : "",
    `RELATIONS: ${[...relationTokens(facts.linkTypes).keys()].join(" | ") || "none"}`,
    mayStep(request, "create") ? creatableLines(facts) : "",
    ...(issue === null ? [] : [`SUMMARY\n${texts.summary}`, `DESCRIPTION\n${texts.description}`]),
    ...texts.comments.slice(-MOST_COMMENTS).map((text) => `COMMENT\n${text}`),
    `SIMILAR ISSUES\n${facts.similar.map((one, index) => similarLine(one, texts.similar[index] ?? "")).join("\n")}`,
    isInstructed(request)
      ? `REQUEST${request.by === null ? "" : ` by ${aliasFor(request.by) ?? "somebody"}`}\n${texts.request ?? ""}`
      : "There is no REQUEST: the issue is new or has changed.",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function fieldLine(facts: Facts, meta: FieldMeta): string {
  const isText = ["text", "rich-text"].includes(meta.kind);
  const now = isText
    ? ""
    : `, now ${sayForPrompt(facts, facts.issue === null ? { kind: "none" } : currentValue(facts.issue, meta.field))}`;
  return `${meta.field} (${meta.name}, ${meta.kind}${meta.required ? ", required" : ""}${now})${optionsOf(meta)}`;
}

function optionsOf(meta: FieldMeta): string {
  if (meta.options.length === 0) return "";
  return `: ${[...optionTokens(meta.options).keys()].slice(0, MOST_OPTIONS).join(" | ")}`;
}

function sayForPrompt(facts: Facts, value: FieldValue): string {
  return sayValue(value, (account) => {
    const index = facts.people.findIndex((one) => one.accountId === account);
    return index === -1 ? "somebody else" : `P${index + 1}`;
  });
}

function creatableLines({ creatable }: Facts): string {
  const lines = creatable.map(({ issueType, fields }) => {
    const named = fields
      .filter(isWritable)
      .map((meta) => `${meta.field} (${meta.name}${meta.required && !meta.hasDefault ? ", required" : ""})`);
    return `${issueType.name}: ${named.join(", ")}`;
  });
  return `NEW ISSUES can be\n${lines.join("\n")}`;
}

function similarLine(one: Facts["similar"][number], shown: string): string {
  const parts = [
    one.issueType,
    one.status.name,
    one.priority?.name ?? "no priority",
    one.components.map(({ name }) => name).join("/"),
  ];
  return `${one.ref.key} (${parts.filter((part) => part !== "").join(", ")}): ${shown}`;
}

import { z } from "zod";
import { ok, refuse, type Result } from "../result.ts";
import type { AppDescriptor, AppPanel, Json } from "../state.ts";

const Name = z.object({ value: z.string() });
const Icon = z.object({ url: z.string() });
const Module = z.looseObject({
  key: z.string(),
  name: Name,
  url: z.string().optional(),
  icon: Icon.optional(),
  target: z.looseObject({ url: z.string().optional() }).optional(),
  content: z.looseObject({ label: Name.optional() }).optional(),
});
const Webhook = z.object({
  event: z.string(),
  url: z.string(),
  filter: z.string().optional(),
  excludeBody: z.boolean().default(false),
});
const EntityProperty = z.object({
  entityType: z.string().default("issue"),
  keyConfigurations: z
    .array(
      z.object({
        propertyKey: z.string(),
        extractions: z
          .array(z.object({ objectName: z.string(), type: z.string(), alias: z.string().optional() }))
          .default([]),
      }),
    )
    .default([]),
});
const Lifecycle = z.object({
  installed: z.string().optional(),
  uninstalled: z.string().optional(),
  enabled: z.string().optional(),
  disabled: z.string().optional(),
});
const Descriptor = z.object({
  key: z.string().regex(/^[a-zA-Z0-9-._]{1,80}$/),
  name: z.string().default(""),
  baseUrl: z.url({ protocol: /^https?$/ }).max(200),
  authentication: z.object({ type: z.literal("jwt") }),
  apiMigrations: z.looseObject({ "signed-install": z.literal(true) }),
  scopes: z.array(z.string()).default([]),
  enableLicensing: z.boolean().default(false),
  lifecycle: Lifecycle.default({}),
  modules: z.record(z.string(), z.unknown()).default({}),
});

const ISSUE_CONTEXTS = ["jiraIssueContexts", "jiraIssueGlances"];
const PAGES = [
  "generalPages",
  "adminPages",
  "configurePage",
  "jiraProjectPages",
  "contentBylineItems",
  "dynamicContentMacros",
  "webPanels",
];

function panelsOf(modules: Record<string, unknown>, names: string[]): AppPanel[] {
  return names.flatMap((moduleType) => {
    const given = modules[moduleType];
    const list = Array.isArray(given) ? given : given === undefined ? [] : [given];
    return list.flatMap((one) => {
      const read = Module.safeParse(one);
      const url = read.success ? (read.data.url ?? read.data.target?.url) : undefined;
      if (!read.success || url === undefined) return [];
      const { key, name, icon, content } = read.data;
      return [
        {
          key,
          moduleType,
          name: name.value,
          url,
          icon: icon?.url ?? null,
          label: content?.label?.value ?? null,
        },
      ];
    });
  });
}

function webhooksOf(modules: Record<string, unknown>): AppDescriptor["webhooks"] {
  return z
    .array(Webhook)
    .catch([])
    .parse(modules["webhooks"] ?? [])
    .map(({ event, url, filter, excludeBody }) => ({ event, url, filter: filter ?? null, excludeBody }));
}

function propertiesOf(modules: Record<string, unknown>): AppDescriptor["entityProperties"] {
  const read = z
    .array(EntityProperty)
    .catch([])
    .parse(modules["jiraEntityProperties"] ?? []);
  return read.flatMap(({ entityType, keyConfigurations }) =>
    keyConfigurations.flatMap(({ propertyKey, extractions }) =>
      extractions.map((one) => ({ entityType, propertyKey, ...one, alias: one.alias ?? null })),
    ),
  );
}

/** Reads what the products act on in a Connect descriptor. What is wrong is refused in words for the admin. */
export function readDescriptor(raw: unknown): Result<AppDescriptor> {
  const read = Descriptor.safeParse(raw);
  const whole = z.json().safeParse(raw);
  if (!read.success || !whole.success) {
    const problem = read.error?.issues[0];
    return refuse(
      400,
      `The app descriptor is not valid: ${problem?.path.join(".") ?? ""} ${problem?.message ?? "not JSON"}`,
    );
  }
  const { key, name, baseUrl, scopes, enableLicensing, lifecycle, modules } = read.data;
  const document: Json = whole.data;
  return ok({
    key,
    name: name === "" ? key : name,
    baseUrl: baseUrl.replace(/\/$/, ""),
    scopes: scopes.map((one) => one.toUpperCase()),
    enableLicensing,
    lifecycle: Object.fromEntries(Object.entries(lifecycle).filter(([, url]) => url !== undefined)),
    webhooks: webhooksOf(modules),
    issueContexts: panelsOf(modules, ISSUE_CONTEXTS),
    pages: panelsOf(modules, PAGES),
    entityProperties: propertiesOf(modules),
    raw: document,
  });
}

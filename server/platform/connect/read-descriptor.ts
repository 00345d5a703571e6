import template from "../../../atlassian-connect.json" with { type: "json" };

export type Descriptor = typeof template;

/** The app as the Marketplace and every site know it; changing it would make it another app. */
export const APP_KEY = template.key;

/** atlassian-connect.json with our address in it. */
export function readDescriptor(baseUrl: string): Descriptor {
  return {
    ...template,
    baseUrl,
    links: { self: `${baseUrl}/atlassian-connect.json`, homepage: `${baseUrl}/` },
  };
}

import * as z from "zod";
import { ok, refuse, TransportFault } from "../../kit/index.ts";
import type { AskSite, Licence } from "../../tenants/index.ts";
import { APP_KEY } from "./read-descriptor.ts";
import type { SignedTransportDeps } from "./signed-transport.ts";
import { appTransport } from "./transport-for.ts";

const AddonAnswer = z.object({
  key: z.literal(APP_KEY),
  license: z.object({ active: z.boolean(), evaluation: z.boolean().optional().catch(undefined) }).optional(),
});

/** GET /rest/atlassian-connect/1/addons/{key}: only a site that shares our secret answers it. */
export function createAskSite(deps: Pick<SignedTransportDeps, "clock" | "observe" | "budget">): AskSite {
  return async function askSite(installation, how) {
    const send = appTransport({
      ...deps,
      tenantId: installation.tenantId,
      product: installation.product,
      urgency: "live",
      find: async () => installation,
    });
    try {
      const answer = await send({
        method: "GET",
        path: `/rest/atlassian-connect/1/addons/${APP_KEY}`,
        template: "/rest/atlassian-connect/1/addons/{addonKey}",
        ...how,
      });
      const addon = AddonAnswer.safeParse(answer.body);
      if (answer.status >= 500 || answer.status === 429) return refuse("no-answer");
      return answer.status === 200 && addon.success
        ? ok({ licence: licenceOf(addon.data), trial: addon.data.license?.evaluation === true })
        : refuse("refused");
    } catch (error) {
      if (error instanceof TransportFault) return refuse("no-answer");
      throw error;
    }
  };
}

/** An app that is not sold has no licence at all, which is not the same as one that has run out. */
const licenceOf = ({ license }: z.infer<typeof AddonAnswer>): Licence =>
  license === undefined ? "free" : license.active ? "active" : "none";

import { setTimeout as wait } from "node:timers/promises";
import type { InstallationId, TenantId } from "../../contract/index.ts";
import { AppError, type Logger } from "../../kit/index.ts";
import type { createConfirmer, Installation } from "../../tenants/index.ts";

type Confirm = ReturnType<typeof createConfirmer>;

/** The site knows us only once it has read our answer, so the first tries may be early. Together about a second. */
const TRY_AFTER_MS = [20, 150, 400];
const TRY_FOR_MS = 400;

/** Tries at once what the queue will try later anyway, so that the panel works when the admin looks. */
export function confirmSoon(
  { confirm, logger }: { confirm: Confirm; logger: Logger },
  { tenantId, id }: Pick<Installation, "tenantId" | "id">,
): void {
  const tryNow = async () => {
    for (const delay of TRY_AFTER_MS) {
      await wait(delay, undefined, { ref: false });
      const confirmed = await confirm(tenantId, id, { timeoutMs: TRY_FOR_MS });
      if (confirmed.ok || confirmed.reason === "gone") return;
    }
  };
  tryNow().catch((error: unknown) =>
    logger.warn("An installation was not confirmed yet", { tenantId, installationId: id, error }),
  );
}

/** The handler of the job `verify-installation`: throws while another try may help, so that the queue makes one. */
export function createVerifyInstallationJob({ confirm }: { confirm: Confirm }) {
  return async function verifyInstallation(tenantId: TenantId, id: InstallationId): Promise<void> {
    const confirmed = await confirm(tenantId, id);
    if (confirmed.ok || confirmed.reason === "gone") return;
    throw new AppError("upstream_failed", `The site did not confirm the installation: ${confirmed.reason}`);
  };
}

import type { Clock } from "../kit/index.ts";
import { erasureDate } from "./install-app.ts";
import type { Installation } from "./installation.ts";
import type { InstallationStore, OnceToken, TenantStore } from "./ports.ts";

/** Later states of an installation. Each is safe to repeat; false means that nothing changed. */
export function createInstallationSwitch(deps: {
  installations: InstallationStore;
  tenants: TenantStore;
  clock: Clock;
}) {
  const { installations, tenants, clock } = deps;

  const line = (of: Installation, change: "enabled" | "disabled" | "uninstalled") =>
    ({ type: "installation-changed", by: "app", product: of.product, change }) as const;

  return {
    /** Only what was disabled: an address that nobody has proven is not enabled by a word. */
    async enable(installation: Installation): Promise<boolean> {
      if (installation.state !== "disabled") return false;
      return installations.setState(installation, { state: "enabled", uninstalledAt: null }, [
        line(installation, "enabled"),
      ]);
    },

    async disable(installation: Installation): Promise<boolean> {
      if (installation.state !== "enabled") return false;
      return installations.setState(installation, { state: "disabled", uninstalledAt: null }, [
        line(installation, "disabled"),
      ]);
    },

    /** A token that has uninstalled once does so no more. The data stays for 30 days once no product of the site has us any more. */
    async uninstall(clientKey: string, token?: OnceToken): Promise<boolean> {
      const installation = await installations.findByClientKey(clientKey);
      if (installation === undefined || installation.state === "uninstalled") return false;
      const at = clock.now();
      const won = await installations.setState(
        installation,
        { state: "uninstalled", uninstalledAt: at },
        [line(installation, "uninstalled")],
        token,
      );
      if (!won) return false;
      const rest = await installations.list(installation.tenantId);
      const inUse = rest.some((one) => one.state === "enabled" || one.state === "disabled");
      if (!inUse) {
        await tenants.setErasure(installation.tenantId, { uninstalledAt: at, eraseAfter: erasureDate(at) });
      }
      return true;
    },
  };
}

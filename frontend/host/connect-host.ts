/** What a panel may ask of the product it is embedded in. The only file that knows which bridge answers. */
export type Host = {
  /** A short-lived JWT for calls to our own server; the product renews it silently. */
  getToken(): Promise<string>;
  openIssue(key: string): void;
  /** A short notice outside the panel, for what would be missed inside it. */
  flag(notice: { title: string; body: string; type: "success" | "info" | "error" }): void;
};

type ConnectBridge = {
  context: { getToken(): Promise<string> };
  navigator?: { go(target: "issue", at: { issueKey: string }): void };
  flag?: { create(flag: { title: string; body: string; type: string; close: "auto" }): unknown };
  theming?: { initializeTheming(): unknown };
};

declare global {
  interface Window {
    AP?: ConnectBridge;
  }
}

/** The product around us, or undefined when the page was opened on its own. Height follows by itself (`.ac-content`). */
export function connectHost(page: Window): Host | undefined {
  const bridge = page.AP;
  if (bridge?.context === undefined) return undefined;

  bridge.theming?.initializeTheming();
  return {
    // Promise style on purpose: the bridge loses the error of a promised method called with a callback.
    getToken: () => bridge.context.getToken(),
    openIssue: (issueKey) => bridge.navigator?.go("issue", { issueKey }),
    flag: (notice) => void bridge.flag?.create({ ...notice, close: "auto" }),
  };
}

import path from "node:path";
import type { StartOptions } from "./read-options.ts";

/** Where the two programs find each other. */
export function addressesOf({ port, sandboxPort }: StartOptions) {
  return {
    app: `http://127.0.0.1:${port}`,
    /** The site of the tenant acme. */
    site: `http://localhost:${sandboxPort}`,
    /** The site of the tenant globex: another host name for the same sandbox. */
    secondSite: `http://127.0.0.1:${sandboxPort}`,
  };
}

/** The app's environment: the person's own settings, but Atlassian is the sandbox. */
export function appSettings(options: StartOptions, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { app, site } = addressesOf(options);
  return {
    ...env,
    HOST: "127.0.0.1",
    PORT: String(options.port),
    BASE_URL: app,
    DATA_DIR: options.dataDir,
    ALLOWED_HOSTS: "localhost,127.0.0.1",
    CONNECT_KEYS_URL: `${site}/_keys`,
    AC_HOST_SCRIPT_URL: `${site}/_cdn/atlassian-connect/all.js`,
    OAUTH_TOKEN_URL: `${site}/_oauth/oauth2/token`,
  };
}

/** The sandbox's environment: its own settings only, so that it can lean on nothing of the app's. */
export function sandboxSettings(options: StartOptions, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH, HOME, NODE_COMPILE_CACHE, SystemRoot, TEMP } = env;
  return {
    ...{ PATH, HOME, NODE_COMPILE_CACHE, SystemRoot, TEMP },
    SANDBOX_PORT: String(options.sandboxPort),
    SANDBOX_DATA_DIR: path.join(options.dataDir, "sandbox"),
    SANDBOX_INSTALL: `${addressesOf(options).app}/atlassian-connect.json`,
  };
}

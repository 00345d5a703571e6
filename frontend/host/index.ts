export { connectHost, type Host } from "./connect-host.ts";

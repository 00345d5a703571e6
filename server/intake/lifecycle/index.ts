export { createVerifyInstallationJob } from "./confirm-soon.ts";

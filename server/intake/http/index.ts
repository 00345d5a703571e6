export { createHttpApp } from "./create-http-app.ts";

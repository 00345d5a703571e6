export { createLocalApp } from "./local-app.ts";

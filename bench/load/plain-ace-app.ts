// What most Connect apps look like, from the same parts: ACE with its own Sequelize store proves a webhook, a model
// stores its body, then it is answered. Forked with the sites it shall know, says `ready` when it listens.
import { once } from "node:events";
import { createServer } from "node:http";
import ace from "atlassian-connect-express";
import express from "express";
import { DataTypes, Sequelize } from "sequelize";
import * as z from "zod";
import { Sender, WEBHOOK_PATH } from "./sign-webhooks.ts";

declare module "express-serve-static-core" {
  /** ACE leaves here whose webhook it proved. */
  interface Request {
    context: { clientKey: string };
  }
}

const Settings = z.object({ port: z.number(), databaseUrl: z.string(), senders: z.array(Sender) });
const [message] = z
  .tuple([Settings])
  .rest(z.unknown())
  .parse(await once(process, "message"));
const { port, databaseUrl, senders } = message;
const baseUrl = `http://127.0.0.1:${port}`;

const app = express();
app.use(express.json({ limit: "12mb" }));
const descriptor = {
  key: "plain-ace-app",
  baseUrl,
  authentication: { type: "jwt" },
  lifecycle: { installed: "/installed" },
  modules: {},
};
const settings = {
  store: { adapter: "sequelize", dialect: "postgres", url: databaseUrl, logging: false, pool: { max: 10 } },
  localBaseUrl: baseUrl,
  expressErrorHandling: true,
  validateDescriptor: false,
  watch: false,
  descriptorTransformer: () => descriptor,
};
const files = { configFileName: "there-is-no-such-file.json" };
const { promise: ready, resolve } = Promise.withResolvers<void>();
const addon = ace(
  app,
  { config: { development: settings, production: settings } },
  undefined,
  files,
  resolve,
);
app.use(addon.middleware());
await ready;

const sequelize = new Sequelize(databaseUrl, { logging: false, pool: { max: 10 } });
const webhooks = sequelize.define("webhook", {
  clientKey: { type: DataTypes.STRING, allowNull: false },
  identifier: { type: DataTypes.STRING, allowNull: false },
  body: { type: DataTypes.JSONB, allowNull: false },
});
await sequelize.sync();
for (const { clientKey, sharedSecret } of senders) {
  await addon.settings.set(
    "clientInfo",
    { key: descriptor.key, clientKey, sharedSecret, baseUrl: "https://acme.test" },
    clientKey,
  );
}

app.post(WEBHOOK_PATH, addon.authenticate(), (req, res, next) => {
  const identifier = req.get("x-atlassian-webhook-identifier") ?? "";
  webhooks
    .create({ clientKey: req.context.clientKey, identifier, body: req.body })
    .then(() => res.status(204).end(), next);
});
const server = createServer(app);
server.listen(port, "127.0.0.1", () => process.send?.("ready"));

import type { Sequelize } from "sequelize";
import type { SqlSession } from "../kit/index.ts";

/** Stops a subscription. */
export type Unlisten = () => Promise<void>;

/** What differs between the embedded database and a server. */
export type Backend = {
  kind: "embedded" | "server";
  sequelize: Sequelize;
  /** `reconnected` runs after each (re)subscription: messages may have been missed before it. */
  listen(channel: string, heard: (payload: string) => void, reconnected: () => void): Promise<Unlisten>;
  close(): Promise<void>;
};

/** The role that owns the tables, alone on its connection. */
export type OwnerSession = SqlSession;

import express, { type Request, type Response } from "express";
import { AppError } from "../../kit/index.ts";

/** Reads a body as bytes, up to `limit`. For doors that prove the sender first and read afterwards. */
export async function readBytes(req: Request, res: Response, limit: string): Promise<Buffer> {
  const read = express.raw({ type: () => true, limit });
  await new Promise<void>((resolve, reject) => {
    read(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
}

/** The same as JSON. Throws `invalid_input` when it is none. */
export async function readJson(req: Request, res: Response, limit: string): Promise<unknown> {
  return parseJson(await readBytes(req, res, limit));
}

export function parseJson(bytes: Buffer): unknown {
  const body = parse(bytes);
  if (isDeeperThan(DEEPEST, body)) throw new AppError("invalid_input", "The body is nested too deeply");
  return body;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new AppError("invalid_input", "The body is not JSON", { cause });
  }
}

/** Far beyond what Jira sends. What is walked or written level by level later would run out of stack. */
const DEEPEST = 200;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}

import * as z from "zod";
import type { OwnerSession } from "./backend.ts";

/** The role the application acts as: no superuser, no way round row security, and only the grants it is given. */
export const APP_ROLE = "ticketsmith_app";

/**
 * Makes the application's role when it is missing, with the password of DATABASE_URL when that names it.
 * Roles belong to the whole server, so another database's migration may be making it at the same moment.
 */
export async function ensureAppRole(
  owner: OwnerSession,
  login: { user: string; password: string } | undefined,
): Promise<void> {
  const { rows } = await owner.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [APP_ROLE]);
  if (rows.length > 0) return;
  const password =
    login?.user === APP_ROLE && login.password !== "" ? await quote(owner, login.password) : "NULL";
  await owner.query(`DO $role$ BEGIN
    CREATE ROLE ${APP_ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${password};
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $role$`);
}

/** Text as an SQL literal; a role's password cannot be bound as a value. */
async function quote(owner: OwnerSession, text: string): Promise<string> {
  if (text.includes("$role$")) throw new TypeError("The password of DATABASE_URL cannot contain $role$");
  const { rows } = await owner.query("SELECT quote_literal($1) AS quoted", [text]);
  const [{ quoted }] = Quoted.parse(rows);
  return quoted;
}

const Quoted = z.tuple([z.object({ quoted: z.string() })]);

/** The login that an address of a database carries. */
export function loginOf(url: string): { user: string; password: string } | undefined {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username === "") return undefined;
  return { user: decodeURIComponent(parsed.username), password: decodeURIComponent(parsed.password) };
}

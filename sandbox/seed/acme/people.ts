import type { Person } from "../../state.ts";
import { person } from "../site-parts.ts";

const DOMAIN = "acme.example";

export const PEOPLE: Person[] = [
  person(1, "Mia Krause", "project lead", DOMAIN, ["developers"]),
  person(2, "Ana Ruiz", "agent", DOMAIN, ["developers", "operations"]),
  person(3, "Tom Becker", "agent", DOMAIN, ["developers"]),
  person(4, "Tom Alvarez", "agent", DOMAIN, ["developers"]),
  person(5, "Priya Nair", "agent", DOMAIN, ["developers"]),
  person(6, "Daniel Kim", "agent, quality", DOMAIN, ["developers"]),
  person(7, "Jonas Weber", "operations lead", DOMAIN, ["operations"]),
  person(8, "Grace Okafor", "agent, on call", DOMAIN, ["operations"]),
  person(9, "Elena Petrova", "people team lead", DOMAIN, ["people-team"]),
  person(10, "Sam Reporter", "reporter", DOMAIN, ["support"]),
  person(11, "Ada Admin", "admin", DOMAIN, ["site-admins", "people-team"], true),
  person(12, "Noor Outside", "someone without access", DOMAIN, []),
];

function idOf(name: string): string {
  const found = PEOPLE.find((one) => one.displayName === name);
  if (found === undefined) throw new Error(`${name} is not among the people`);
  return found.accountId;
}

export const MIA = idOf("Mia Krause");
export const ANA = idOf("Ana Ruiz");
export const TOM_B = idOf("Tom Becker");
export const TOM_A = idOf("Tom Alvarez");
export const PRIYA = idOf("Priya Nair");
export const DANIEL = idOf("Daniel Kim");
export const JONAS = idOf("Jonas Weber");
export const GRACE = idOf("Grace Okafor");
export const ELENA = idOf("Elena Petrova");
export const SAM = idOf("Sam Reporter");
export const ADA = idOf("Ada Admin");

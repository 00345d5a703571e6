export type Operator = "=" | "!=" | "~" | "!~" | ">" | ">=" | "<" | "<=" | "in" | "not in" | "is" | "is not";

export type Operand =
  | { kind: "value"; text: string }
  | { kind: "function"; name: string; args: string[] }
  | { kind: "empty" };

export type Clause =
  | { kind: "and" | "or"; parts: Clause[] }
  | { kind: "not"; part: Clause }
  | { kind: "test"; field: string; operator: Operator; operands: Operand[] };

export type Order = { field: string; descending: boolean };
export type Query = { where: Clause | null; order: Order[] };

/** The query cannot be read; the message is what Jira's ErrorCollection carries. */
export class JqlError extends Error {}

import { JqlError, type Clause, type Operand, type Operator, type Order, type Query } from "./clause.ts";
import { tokenize, type Token } from "./tokenize.ts";

const COMPARISONS: readonly string[] = ["=", "!=", "~", "!~", ">", ">=", "<", "<="] satisfies Operator[];

type Reader = {
  peek(): Token | undefined;
  next(): Token;
  /** Takes the next token when it is one of these words or signs, whatever their case. */
  take(...texts: string[]): boolean;
};

function readerOf(tokens: Token[]): Reader {
  let at = 0;
  const peek = () => tokens[at];
  return {
    peek,
    next() {
      const token = tokens[at];
      if (token === undefined) throw new JqlError("Error in the JQL Query: The query ends too early.");
      at += 1;
      return token;
    },
    take(...texts) {
      const token = peek();
      if (token === undefined || token.kind === "quoted" || !texts.includes(token.text.toLowerCase()))
        return false;
      at += 1;
      return true;
    },
  };
}

function unexpected(token: Token): JqlError {
  return new JqlError(
    `Error in the JQL Query: Expecting something else than '${token.text}'. (line 1, character ${token.at + 1})`,
  );
}

function isOperator(text: string): text is Operator {
  return COMPARISONS.includes(text);
}

function readOperator(reader: Reader): Operator {
  if (reader.take("in")) return "in";
  if (reader.take("is")) return reader.take("not") ? "is not" : "is";
  if (reader.take("not")) {
    if (reader.take("in")) return "not in";
    throw unexpected(reader.next());
  }
  const token = reader.next();
  if (token.kind === "sign" && isOperator(token.text)) return token.text;
  throw unexpected(token);
}

function readOperand(reader: Reader): Operand {
  const token = reader.next();
  if (token.kind === "sign") throw unexpected(token);
  if (token.kind === "quoted") return { kind: "value", text: token.text };
  if (reader.take("(")) {
    const args: string[] = [];
    while (!reader.take(")")) {
      const arg = reader.next();
      if (arg.kind !== "sign") args.push(arg.text);
      else if (arg.text !== ",") throw unexpected(arg);
    }
    return { kind: "function", name: token.text.toLowerCase(), args };
  }
  if (["empty", "null"].includes(token.text.toLowerCase())) return { kind: "empty" };
  return { kind: "value", text: token.text };
}

function readOperands(reader: Reader, operator: Operator): Operand[] {
  if (operator !== "in" && operator !== "not in") return [readOperand(reader)];
  if (!reader.take("(")) return [readOperand(reader)];
  const operands: Operand[] = [];
  do operands.push(readOperand(reader));
  while (reader.take(","));
  if (!reader.take(")")) throw unexpected(reader.next());
  return operands;
}

function readTest(reader: Reader): Clause {
  const name = reader.next();
  if (name.kind === "sign") throw unexpected(name);
  const operator = readOperator(reader);
  return { kind: "test", field: name.text, operator, operands: readOperands(reader, operator) };
}

function readUnit(reader: Reader): Clause {
  if (reader.take("not", "!")) return { kind: "not", part: readUnit(reader) };
  if (reader.take("(")) {
    const inner = readOr(reader);
    if (!reader.take(")"))
      throw new JqlError("Error in the JQL Query: Expecting ')' before the end of the query.");
    return inner;
  }
  return readTest(reader);
}

function readAnd(reader: Reader): Clause {
  const parts = [readUnit(reader)];
  while (reader.take("and", "&&", "&")) parts.push(readUnit(reader));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "and", parts };
}

function readOr(reader: Reader): Clause {
  const parts = [readAnd(reader)];
  while (reader.take("or", "||", "|")) parts.push(readAnd(reader));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "or", parts };
}

function readOrder(reader: Reader): Order[] {
  const order: Order[] = [];
  do {
    const field = reader.next().text;
    const descending = reader.take("desc");
    if (!descending) reader.take("asc");
    order.push({ field, descending });
  } while (reader.take(","));
  return order;
}

/** Reads JQL. Throws JqlError in words a person can act on. */
export function parseJql(text: string): Query {
  const tokens = tokenize(text);
  const reader = readerOf(tokens);
  const first = reader.peek();
  const orderFirst =
    first?.kind === "word" && first.text.toLowerCase() === "order" && tokens[1]?.text.toLowerCase() === "by";
  const where = first === undefined || orderFirst ? null : readOr(reader);
  let order: Order[] = [];
  if (reader.take("order")) {
    if (!reader.take("by")) throw unexpected(reader.next());
    order = readOrder(reader);
  }
  const rest = reader.peek();
  if (rest !== undefined) throw unexpected(rest);
  return { where, order };
}

/** One message of PostgreSQL's protocol, whole. The first one of a client has no type. */
export type Message = { type: string; body: Buffer; bytes: Buffer };

/** Cuts a stream into messages. `greets`: it begins with the client's greeting, which has a length and no type. */
export function createReader({ greets }: { greets: boolean }): (chunk: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let greeting = greets;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const before = greeting ? 0 : 1;
      if (rest.length < before + 4) return messages;
      const end = before + rest.readInt32BE(before);
      if (rest.length < end) return messages;
      messages.push({
        type: greeting ? "" : rest.toString("latin1", 0, 1),
        body: rest.subarray(before + 4, end),
        bytes: rest.subarray(0, end),
      });
      rest = rest.subarray(end);
      greeting = false;
    }
  };
}

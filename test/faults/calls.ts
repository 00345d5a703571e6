import type { ActionType, StepDirection } from "../../server/contract/index.ts";

/** The issue of the panel, and the one that a step created. */
export type Issues = { issue: string; made: string };

/** One call to Jira in carrying out a step or taking it back. */
export type Call = {
  direction: StepDirection;
  place: string;
  about: "reads" | "writes";
  method: string;
  path: (issues: Issues) => string;
  /** The how manieth such call after the yes. */
  nth: number;
};

export type Kind = {
  name: string;
  sentence: string;
  calls: readonly Call[];
};

type Where = Pick<Call, "method" | "path"> & { nth?: number };
const call =
  (about: Call["about"], place: string) =>
  (direction: StepDirection, { nth = 1, ...where }: Where): Call => ({
    ...{ direction, place, about, nth },
    ...where,
  });
const decide = call("reads", "decision");
const look = call("reads", "first look");
const lookAgain = call("reads", "look before acting");
const askMoves = call("reads", "moves on offer");
const write = call("writes", "write");
const readBack = call("reads", "read-back");

const at = (method: string, rest: string): Where => ({
  method,
  path: ({ issue }) => `^/rest/api/3/issue/${issue}${rest}$`,
});
const atMade = (method: string, rest: string): Where => ({
  method,
  path: ({ made }) => `^/rest/api/3/issue/${made}${rest}$`,
});
const issueRead = (nth: number): Where => ({ ...at("GET", ""), nth });

const LOOKS = [
  ...[decide("do", issueRead(1)), look("do", issueRead(2)), lookAgain("do", issueRead(3))],
  ...[decide("undo", issueRead(1)), look("undo", issueRead(2))],
];
const READ_BACK = [readBack("do", issueRead(4)), readBack("undo", issueRead(3))];

const editing = (name: string, sentence: string): Kind => ({
  ...{ name, sentence },
  calls: [...LOOKS, ...READ_BACK, write("do", at("PUT", "")), write("undo", at("PUT", ""))],
});

/** Every call that an action makes, there and back: a new type of action does not compile without its row. */
const BY_ACTION: Readonly<Record<ActionType, Kind>> = {
  "edit-fields": editing("priority", "set priority to Highest"),
  "set-assignee": editing("assignee", "assign it to Ana Ruiz"),
  transition: {
    name: "status",
    sentence: "move it to In Progress",
    calls: [
      ...[...LOOKS, ...READ_BACK],
      askMoves("do", at("GET", "/transitions")),
      askMoves("undo", { ...at("GET", "/transitions"), nth: 3 }),
      write("do", at("POST", "/transitions")),
      write("undo", at("POST", "/transitions")),
    ],
  },
  "add-comment": {
    name: "comment",
    sentence: "comment: On its way",
    calls: [
      ...LOOKS,
      write("do", at("POST", "/comment")),
      readBack("do", at("GET", "/comment/[0-9]+")),
      lookAgain("undo", { ...at("GET", "/comment/[0-9]+"), nth: 2 }),
      write("undo", at("DELETE", "/comment/[0-9]+")),
      readBack("undo", { ...at("GET", "/comment/[0-9]+"), nth: 4 }),
    ],
  },
  "link-issues": {
    name: "link",
    sentence: "link it to SHOP-12",
    calls: [
      ...[...LOOKS, ...READ_BACK],
      write("do", { method: "POST", path: () => "^/rest/api/3/issueLink$" }),
      write("undo", { method: "DELETE", path: () => "^/rest/api/3/issueLink/[0-9]+$" }),
    ],
  },
  "create-issue": {
    name: "new issue",
    sentence: "create a task: Water the plants",
    // Its answer names the new issue, and that is proof enough: nothing is read back.
    calls: [
      ...LOOKS,
      write("do", { method: "POST", path: () => "^/rest/api/3/issue$" }),
      lookAgain("undo", { ...atMade("GET", ""), nth: 2 }),
      askMoves("undo", { ...atMade("GET", "/transitions"), nth: 2 }),
      call("reads", "look for the closing comment")("undo", atMade("GET", "/comment")),
      call("writes", "closing comment")("undo", atMade("POST", "/comment")),
      write("undo", atMade("POST", "/transitions")),
      readBack("undo", { ...atMade("GET", ""), nth: 4 }),
    ],
  },
};

export const KINDS: readonly Kind[] = Object.values(BY_ACTION);

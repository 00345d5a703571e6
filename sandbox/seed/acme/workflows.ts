import type { Status, Workflow } from "../../state.ts";
import { screen, status, transition } from "../site-parts.ts";

export const STATUSES: Status[] = [
  status("10000", "To Do", "new"),
  status("3", "In Progress", "indeterminate"),
  status("10001", "In Review", "indeterminate"),
  status("10002", "Done", "done"),
  status("10010", "New", "new"),
  status("10011", "Investigating", "indeterminate"),
  status("10012", "Mitigated", "indeterminate"),
  status("10013", "Resolved", "done"),
  status("10020", "Draft", "new"),
  status("10021", "Awaiting approval", "indeterminate"),
  status("10022", "Approved", "indeterminate"),
  status("10023", "Implemented", "done"),
  status("10030", "Open", "new"),
  status("10031", "Waiting", "indeterminate"),
  status("10032", "Closed", "done"),
];

const SOFTWARE: Workflow = {
  id: "software",
  name: "Software workflow",
  initialStatusId: "10000",
  transitions: [
    transition("11", "Start work", ["10000"], "3"),
    transition("21", "Ask for review", ["3"], "10001"),
    transition("31", "Finish", ["10001"], "10002", { fields: screen("resolution*") }),
    transition("41", "Back to work", ["10001"], "3"),
    transition("51", "Reopen", ["10002"], "10000"),
    transition("61", "Stop work", ["3"], "10000"),
    transition("71", "Close without work", ["10000", "3"], "10002", { fields: screen("resolution") }),
  ],
};

const INCIDENT: Workflow = {
  id: "incident",
  name: "Incident workflow",
  initialStatusId: "10010",
  transitions: [
    transition("111", "Investigate", ["10010"], "10011"),
    transition("121", "Mitigate", ["10011"], "10012"),
    transition("131", "Resolve", ["10012", "10011"], "10013", {
      fields: screen("resolution*", "customfield_10052"),
    }),
    transition("141", "Reopen", ["10013"], "10011"),
    transition("151", "Cancel", ["10010"], "10013", { fields: screen("resolution") }),
  ],
};

const CHANGE: Workflow = {
  id: "change",
  name: "Change workflow",
  initialStatusId: "10020",
  transitions: [
    transition("211", "Ask for approval", ["10020"], "10021"),
    transition("221", "Approve change", ["10021"], "10022", { onlyWith: "ADMINISTER_PROJECTS" }),
    transition("231", "Implement", ["10022"], "10023"),
    transition("241", "Back to draft", ["10021"], "10020"),
    transition("251", "Withdraw", ["10020", "10021"], "10023", { fields: screen("resolution") }),
  ],
};

const REQUEST: Workflow = {
  id: "request",
  name: "Request workflow",
  initialStatusId: "10030",
  transitions: [
    transition("311", "Wait for answer", ["10030"], "10031"),
    transition("321", "Close", ["10031", "10030"], "10032"),
    transition("331", "Reopen", ["10032"], "10030"),
  ],
};

export const WORKFLOWS: Workflow[] = [SOFTWARE, INCIDENT, CHANGE, REQUEST];

import { answerOffline, concludePlan, prepareQuestion, type FieldMeta } from "../server/planning/index.ts";
import { accountId, paragraphs, sentence, someFacts } from "../test/builders/facts.ts";

/** What planning costs on a large site, without the engine's own time, and with the offline engine. */
const FIELDS = 200;
const PEOPLE = 500;
const RUNS = 400;
const WARM_UP = 100;
const WANTED_MS = 15;

const options = Array.from({ length: 20 }, (_, at) => ({ id: `${at}`, name: `Choice number ${at}` }));
const more = Array.from(
  { length: FIELDS },
  (_, at): FieldMeta => ({
    field: `customfield_${20_000 + at}`,
    name: `Field number ${at}`,
    kind: at % 2 === 0 ? "select" : "text",
    required: false,
    hasDefault: false,
    options: at % 2 === 0 ? options : [],
  }),
);
const few = someFacts({
  issue: { description: paragraphs("Since this morning nobody can pay.".repeat(40)) },
});
const facts = {
  ...few,
  editable: [...few.editable, ...more],
  creatable: few.creatable.map((one) => ({ ...one, fields: [...one.fields, ...more] })),
  people: [
    ...few.people,
    ...Array.from({ length: PEOPLE }, (_, at) => ({
      accountId: accountId(`p${at}`),
      name: `Person Number${at}`,
      avatarUrl: null,
    })),
  ],
};
const request = sentence("Assign it to Mia Krause, make it High and move it to In Progress please.");

const p95 = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;

const around: number[] = [];
const within: number[] = [];
for (let run = 0; run < RUNS + WARM_UP; run += 1) {
  const began = performance.now();
  const question = prepareQuestion(facts, request);
  const asked = performance.now();
  const text = answerOffline(question);
  const answered = performance.now();
  const reply = { engine: "offline" as const, model: null, text, usage: null, note: null };
  const plan = concludePlan({ facts, request, reply });
  const ended = performance.now();
  if (!plan.ok) throw new Error(`No plan: ${plan.reason.words}`);
  if (run < WARM_UP) continue;
  around.push(asked - began + (ended - answered));
  within.push(answered - asked);
}
const cost = p95(around);
console.log(
  `${cost.toFixed(1)} ms  planning around an engine, p95, with ${FIELDS} fields and ${PEOPLE} people`,
);
console.log(`${p95(within).toFixed(1)} ms  the offline engine itself, p95`);
console.log(`${(cost / WANTED_MS).toFixed(2)}  of the ${WANTED_MS} ms that are wanted`);
if (cost > WANTED_MS) process.exitCode = 1;

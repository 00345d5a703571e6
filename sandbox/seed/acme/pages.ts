import type { SiteState } from "../../state.ts";
import { addSpace, writeStorage, type CommentPlan, type PagePlan, type SpaceAccess } from "../write-pages.ts";
import { ANA, ELENA, GRACE, JONAS, MIA, PRIYA, TOM_A, TOM_B } from "./people.ts";

const RUNBOOKS: { title: string; author: string; sign: string; steps: string[]; command: string }[] = [
  {
    title: "Runbook: white page in the checkout",
    author: MIA,
    sign: "Customers report a white page after paying; errors in confirmation.js",
    steps: [
      "Look for TypeError in the browser log of the checkout",
      "Compare the answer of the payment provider with the one stored in the contract test",
      "If a field was renamed, switch the confirmation page to the safe view with the flag",
      "Tell support which orders to confirm by hand",
    ],
    command: "flags set checkout.safe-confirmation on",
  },
  {
    title: "Runbook: payment provider is down",
    author: TOM_B,
    sign: "More than 5% of payments fail with the same code",
    steps: [
      "Look at the provider's status page",
      "Offer invoice instead of card with the flag",
      "Write to the provider's hotline",
      "Count the orders without payment afterwards",
    ],
    command: "flags set payments.card off",
  },
  {
    title: "Runbook: database connections are used up",
    author: GRACE,
    sign: "FATAL: remaining connection slots are reserved",
    steps: [
      "Find the longest running query",
      "End it if it is not a migration",
      "Raise the pool only as a last resort",
      "Write down which service held the connections",
    ],
    command: "select pid, now() - query_start, query from pg_stat_activity order by 2 desc",
  },
  {
    title: "Runbook: certificate has expired",
    author: JONAS,
    sign: "Browsers refuse the connection",
    steps: [
      "Renew by hand",
      "Reload both load balancers",
      "Check from outside",
      "Find out why the job said nothing",
    ],
    command: "certs renew --host www.acme.example",
  },
  {
    title: "Runbook: roll a release back",
    author: ANA,
    sign: "Error rate above 2% within ten minutes of a release",
    steps: [
      "Announce it in the channel",
      "Roll back",
      "Watch the error rate for ten minutes",
      "Open an incident, also when all is well again",
    ],
    command: "deploy checkout-api --version previous",
  },
  {
    title: "Runbook: search index is out of date",
    author: PRIYA,
    sign: "New products cannot be found",
    steps: [
      "Compare the counts of the index and the catalogue",
      "Start a rebuild into a second index",
      "Switch the alias",
      "Keep the old index for a day",
    ],
    command: "search rebuild --alias products",
  },
  {
    title: "Runbook: mails are not delivered",
    author: GRACE,
    sign: "The queue of the mail service grows",
    steps: ["Look at the bounces", "Check whether we are on a block list", "Send the waiting mails again"],
    command: "mail queue retry",
  },
  {
    title: "Runbook: replica is behind",
    author: GRACE,
    sign: "Reports show old numbers",
    steps: [
      "Look at the lag",
      "Stop the export",
      "If it does not shrink within half an hour, build the replica anew",
    ],
    command: "select now() - pg_last_xact_replay_timestamp()",
  },
  {
    title: "Runbook: app crashes after an update",
    author: TOM_A,
    sign: "The crash rate in the store doubles",
    steps: [
      "Stop the staged rollout",
      "Read the first ten crash logs",
      "Turn the new screen off with the flag",
    ],
    command: "flags set app.new-screen off",
  },
  {
    title: "Runbook: warehouse does not get orders",
    author: ANA,
    sign: "warehouse-sync has not run for fifteen minutes",
    steps: ["Restart the sync", "Look for orders without a warehouse number", "Send them again, one by one"],
    command: "sync orders --since 1h",
  },
];

const POST_MORTEMS: { title: string; author: string; what: string; why: string; follow: string[] }[] = [
  {
    title: "Post-mortem: white page after paying",
    author: MIA,
    what: "For three hours customers who paid by credit card saw a white page. 61 orders had to be confirmed by hand.",
    why: "The payment provider renamed orderId to order_id. The confirmation page read the field without checking (SHOP-31).",
    follow: [
      "Contract test against the provider's sandbox, nightly",
      "A confirmation page that never depends on the provider's answer",
      "An alert on the number of confirmations per minute",
    ],
  },
  {
    title: "Post-mortem: connections used up on sale day",
    author: GRACE,
    what: "The shop answered slowly for 50 minutes at the start of the sale.",
    why: "The nightly export ran into the morning and held its connections.",
    follow: ["Export reads from the replica", "Time limit for every query of the export"],
  },
  {
    title: "Post-mortem: expired certificate",
    author: JONAS,
    what: "www.acme.example was refused by browsers for 35 minutes.",
    why: "The renewal job failed for three nights. Its alert went to a mailbox nobody reads.",
    follow: ["Alert 14 days before", "Alerts go to the on-call phone"],
  },
  {
    title: "Post-mortem: refunds sent twice",
    author: TOM_B,
    what: "14 refunds were sent twice. All were called back.",
    why: "The button could be pressed again, and the request carried no idempotency key.",
    follow: ["Idempotency key for every request to the provider", "Disable the button while it runs"],
  },
  {
    title: "Post-mortem: release without a health check",
    author: ANA,
    what: "checkout-api failed for 12 minutes after a release.",
    why: "The health check was green before the service could answer.",
    follow: ["Health check asks the database", "Release one instance first and wait"],
  },
];

function runbook(one: (typeof RUNBOOKS)[number]): string {
  const steps = one.steps.map((step, at) => `${at + 1}. ${step}`).join("\n");
  return writeStorage(
    `## How it shows\n\n${one.sign}\n\n## What to do\n\n${steps}\n\n## Command\n\n\`\`\`\n${one.command}\n\`\`\`\n\n## Who to call\n\nThe on-call person first, then the lead of the component.`,
  );
}

function postMortem(one: (typeof POST_MORTEMS)[number]): string {
  const follow = one.follow.map((step) => `- ${step}`).join("\n");
  return writeStorage(
    `## What happened\n\n${one.what}\n\n## Why\n\n${one.why}\n\n## What we do about it\n\n${follow}\n\n## What went well\n\nSupport told us within minutes, and the runbook was right.`,
  );
}

const GUIDES: [string, string, string, string[]][] = [
  [
    "How we name severities",
    MIA,
    "Critical: nobody can order. Major: many cannot. Minor: there is a way round. Cosmetic: it only looks wrong.",
    ["process"],
  ],
  [
    "Who knows what",
    MIA,
    "Checkout: Mia. Payments: Tom Becker. Search: Priya. Storefront and app: Tom Alvarez. Account: Daniel.",
    ["people"],
  ],
  ["Release calendar", ANA, "Releases on Tuesday and Thursday before noon. None during a sale.", ["release"]],
  [
    "Definition of done",
    MIA,
    "Reviewed, tested by somebody else, documented where a customer or a colleague would look.",
    ["process"],
  ],
  [
    "How the checkout talks to payments",
    TOM_B,
    "The checkout asks the gateway for a session, the customer pays at the provider, the provider tells the gateway, the gateway tells the checkout.",
    ["architecture"],
  ],
  [
    "Search ranking explained",
    PRIYA,
    "Words in the name count most, then the category, then what others bought after the same search.",
    ["search"],
  ],
  [
    "Browser support",
    TOM_A,
    "The last two versions of Chrome, Firefox, Safari and Edge; the app from iOS 16 and Android 11.",
    ["frontend"],
  ],
];

const OPS_GUIDES: [string, string, string, string[]][] = [
  ["On-call rota", JONAS, "Grace in even weeks, Ana in odd weeks, Jonas stands in.", ["on-call"]],
  [
    "How to write a post-mortem",
    JONAS,
    "What happened, why, what we do about it, what went well. No names in the why.",
    ["process"],
  ],
  [
    "How a change gets approved",
    JONAS,
    "A change needs a rollback plan and the yes of the operations lead before it is implemented.",
    ["process"],
  ],
  [
    "Our services and who runs them",
    ANA,
    "storefront, checkout-api, payment-gateway, search, warehouse-sync, mail. Each has a dashboard of the same name.",
    ["services"],
  ],
  [
    "Backups and how to restore",
    GRACE,
    "A full backup each night, kept for 35 days. We restore one every month to see that it works.",
    ["backup"],
  ],
  [
    "What wakes somebody up",
    GRACE,
    "Nobody can order, nobody can pay, nobody can sign in. All else waits until morning.",
    ["alerts"],
  ],
];

function guides(list: [string, string, string, string[]][]): PagePlan[] {
  return list.map(([title, author, text, labels], at) => ({
    title,
    author,
    labels,
    daysAgo: 300 - at * 17,
    storage: writeStorage(text),
  }));
}

/** Whoever asks how it went finds an answer below the page; the next reader finds it too. */
const POST_MORTEM_COMMENTS: Record<string, CommentPlan[]> = {
  "Post-mortem: white page after paying": [
    { by: TOM_B, text: "The contract test runs since Monday. It would have caught this.", daysAgo: 150 },
    { by: GRACE, text: "Who watches the alert at night?", daysAgo: 149, on: "61 orders", resolved: true },
  ],
  "Post-mortem: refunds sent twice": [
    { by: MIA, text: "Please link the change that added the key.", daysAgo: 80, on: "idempotency key" },
  ],
};

const OPS_ACCESS: SpaceAccess = {
  read: ["confluence-users"],
  write: ["operations", "developers"],
  admin: ["site-admins"],
};
const SHOP_ACCESS: SpaceAccess = {
  read: ["confluence-users"],
  write: ["developers", "support"],
  admin: ["site-admins"],
};
/** The people team keeps to itself here as well. */
const HR_ACCESS: SpaceAccess = { read: ["people-team"], write: ["people-team"], admin: ["site-admins"] };

const SECURITY: PagePlan[] = [
  {
    title: "Security incidents",
    author: JONAS,
    labels: ["security"],
    daysAgo: 120,
    storage: writeStorage("What happened and is not for everybody. Ask Jonas to be let in."),
    keptFor: { read: { accountIds: [JONAS, GRACE], groups: ["site-admins"] } },
  },
  {
    title: "Post-mortem: token in a log",
    author: GRACE,
    labels: ["post-mortem", "security"],
    daysAgo: 60,
    under: "Security incidents",
    storage: writeStorage(
      "## What happened\n\nThe mail service wrote an access token into its log for two days.\n\n## Why\n\nThe logger printed whole requests.\n\n## What we do about it\n\n- Headers are left out of the log\n- The token was replaced",
    ),
    comments: [{ by: JONAS, text: "Token replaced, logs cleaned.", daysAgo: 59 }],
  },
];

/** Forty pages in three spaces, some of them not for everybody. */
export function addPages(state: SiteState, now: Date): void {
  const runbooks = RUNBOOKS.map((one, at): PagePlan => {
    const written = 250 - at * 13;
    return {
      title: one.title,
      author: one.author,
      labels: ["runbook"],
      daysAgo: written,
      storage: runbook(one),
      properties: { "runbook-review": { reviewed: at % 2 === 0, service: one.command.split(" ")[0] ?? "" } },
      before:
        at % 3 === 0
          ? [{ by: JONAS, daysAgo: written + 20, storage: writeStorage(one.sign), message: "First notes" }]
          : [],
    };
  });
  const postMortems = POST_MORTEMS.map(
    (one, at): PagePlan => ({
      title: one.title,
      author: one.author,
      labels: ["post-mortem"],
      daysAgo: 160 - at * 25,
      storage: postMortem(one),
      comments: POST_MORTEM_COMMENTS[one.title] ?? [],
      properties: { incident: { severity: at + 1, followUps: one.follow.length } },
      // A closed post-mortem is not rewritten by whoever passes by.
      ...(at === 0 ? { keptFor: { update: { accountIds: [MIA], groups: ["operations"] } } } : {}),
    }),
  );
  const home = "<p>What the team knows, written down.</p>";
  addSpace(state, now, {
    key: "OPS",
    name: "Operations",
    description: "Runbooks, post-mortems and who is on call.",
    author: JONAS,
    home,
    access: OPS_ACCESS,
    properties: { "post-mortem-template": { sections: ["What happened", "Why", "What we do about it"] } },
    pages: [...runbooks, ...postMortems, ...guides(OPS_GUIDES), ...SECURITY],
  });
  addSpace(state, now, {
    key: "SHOP",
    name: "Web shop",
    description: "How the shop is built.",
    author: MIA,
    home,
    access: SHOP_ACCESS,
    pages: guides(GUIDES),
  });
  addSpace(state, now, {
    key: "PEOPLE",
    name: "People team",
    description: "Not for everybody.",
    author: ELENA,
    home: "<p>For the people team.</p>",
    access: HR_ACCESS,
    pages: [
      {
        title: "Hiring plan",
        author: ELENA,
        labels: ["hiring"],
        daysAgo: 40,
        storage: writeStorage("Two developers and one person for the warehouse this year."),
      },
    ],
  });
}

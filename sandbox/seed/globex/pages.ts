import type { SiteState } from "../../state.ts";
import { addSpace, writeStorage, type PagePlan } from "../write-pages.ts";

type Authors = { lead: string; firmware: string };

function guides({ lead, firmware }: Authors): PagePlan[] {
  return [
    {
      title: "How a board is brought up",
      author: lead,
      labels: ["guide"],
      daysAgo: 90,
      storage: writeStorage(
        "## How a board is brought up\n\nAsk Ivan about firmware and Leo about the cloud.",
      ),
      comments: [{ by: firmware, text: "Rev C needs the other cable.", daysAgo: 30 }],
    },
    {
      title: "Release of firmware",
      author: lead,
      labels: ["guide", "release"],
      daysAgo: 70,
      storage: writeStorage("## Steps\n\n1. Sign the image\n2. Flash ten devices\n3. Wait a day"),
      // Signing is done by those who hold the key; everybody may read how.
      keptFor: { update: { accountIds: [lead, firmware] } },
    },
    {
      title: "Contacts at the factory",
      author: lead,
      labels: ["guide"],
      daysAgo: 50,
      storage: writeStorage("Ask Hana for the numbers."),
      keptFor: { read: { groups: ["makers"] } },
    },
  ];
}

/** One space that only the makers write in, and a laboratory nobody else may look into. */
export function addPages(state: SiteState, now: Date, authors: Authors): void {
  addSpace(state, now, {
    key: "DEV",
    name: "Devices",
    description: "What we know about our devices.",
    author: authors.lead,
    home: "<p>Devices.</p>",
    access: { read: ["confluence-users"], write: ["makers"], admin: ["site-admins"] },
    pages: guides(authors),
  });
  addSpace(state, now, {
    key: "LAB",
    name: "Laboratory",
    description: "Experiments.",
    author: authors.lead,
    home: "<p>Experiments.</p>",
    access: { read: ["makers"], write: ["makers"], admin: ["makers"] },
    properties: { "measurement-rig": { channels: 8 } },
    pages: [
      {
        title: "Post-mortem: batch with wrong clock",
        author: authors.firmware,
        labels: ["post-mortem"],
        daysAgo: 20,
        storage: writeStorage("## What happened\n\n200 gateways reported 1970.\n\n## Why\n\nNo battery."),
      },
    ],
  });
}

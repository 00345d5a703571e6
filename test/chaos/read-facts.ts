import * as z from "zod";
import { ProposalId } from "../../server/contract/index.ts";
import { createSealer, type DatabaseConfig } from "../../server/kit/index.ts";
import { createStores, openDatabase } from "../../server/records/index.ts";
import { appCaller } from "../../server/tenants/index.ts";

const Entry = z.object({ type: z.string(), step: z.string().optional(), direction: z.string().optional() });
const Left = z.tuple([z.object({ count: z.coerce.number() })]);

/** What the app itself holds to be true of these proposals, as its own stores read it. */
export async function readFacts(config: DatabaseConfig, secretKeys: string, proposals: readonly string[]) {
  const db = await openDatabase(config, { onError: () => {} });
  try {
    const queue = { send: () => Promise.reject(new Error("Who only reads sends nothing")) };
    const stores = createStores({ db, sealer: createSealer(secretKeys), queue });
    const [tenant] = await stores.tenants.list();
    if (tenant === undefined) throw new Error("Nobody has installed the app");
    const caller = appCaller(tenant, "judge");
    const { whole } = await stores.audit.verifyChain(caller);
    const logged = await stores.audit.list(caller, { limit: 1_000 });
    const factsOf = async (id: ProposalId) => {
      const proposal = await stores.proposals(caller).find(id);
      if (proposal === undefined) throw new Error(`No proposal ${id}`);
      const { rows } = await db.apart.query(JOBS_LEFT, [id]);
      return {
        status: proposal.status,
        reason: proposal.status === "failed" ? proposal.reason : null,
        lines: await stores.ledgerStore(caller).linesOf(id),
        entries: logged
          .filter(({ entry }) => entry["proposal"] === id)
          .map(({ entry }) => Entry.parse(entry)),
        whole,
        jobsLeft: Left.parse(rows)[0].count,
      };
    };
    return await Promise.all(proposals.map((id) => factsOf(ProposalId.parse(id))));
  } finally {
    await db.close();
  }
}

export type Facts = Awaited<ReturnType<typeof readFacts>>[number];

const JOBS_LEFT = `SELECT count(*) FROM jobs.job
  WHERE name IN ('execute', 'undo') AND state < 'completed' AND data ->> 'proposalId' = $1`;

import type { Request, Response, Router } from "express";
import {
  AnswerRequest,
  ApproveRequest,
  EditRequest,
  RejectRequest,
  RevisionRequest,
  SettleRequest,
  UndoRequest,
  type ApiProblem,
  type Proposal,
  type ProposalId,
  type UndoView,
} from "../../../contract/index.ts";
import type { createTryAgain, createUndoer } from "../../../execution/index.ts";
import { refuse, type Result } from "../../../kit/index.ts";
import type {
  createDecider,
  createEditor,
  createPanelViewer,
  createRequestTaker,
  LicenceReader,
  Refused,
} from "../../../proposals/index.ts";
import type { PersonCaller } from "../../../tenants/index.ts";
import { parseBody, type PageCaller, type Proven } from "./prove-first.ts";
import { sayRefusal, statusOf } from "./say-refusal.ts";

export type ProposalRoutesDeps = {
  viewer: ReturnType<typeof createPanelViewer>;
  decider: ReturnType<typeof createDecider>;
  editor: ReturnType<typeof createEditor>;
  requests: ReturnType<typeof createRequestTaker>;
  undoer: ReturnType<typeof createUndoer>;
  tryAgain: ReturnType<typeof createTryAgain>;
  licence: LicenceReader;
};

type Decide<T> = (caller: PersonCaller, id: ProposalId, body: T) => Promise<Result<Proposal, Refused>>;

/**
 * What a person may do to a proposal, wherever they have it in front of them. `own` finds it for them, and throws where
 * it is not theirs to see just now.
 */
export function addProposalRoutes<At extends PageCaller>(
  router: Router,
  deps: ProposalRoutesDeps,
  { proven, own }: { proven: Proven<At>; own: (at: At, request: Request) => Promise<Proposal> },
): void {
  const { viewer, decider, editor, requests, undoer, tryAgain } = deps;
  router.get("/proposals/:id/form", proven(showForm));
  router.get("/proposals/:id/undo", proven(showUndo));
  router.post("/proposals/:id/approve", decide(ApproveRequest, decider.approve));
  router.post("/proposals/:id/reject", decide(RejectRequest, decider.reject));
  router.post("/proposals/:id/edit", decide(EditRequest, editor.edit));
  router.post("/proposals/:id/answer", decide(AnswerRequest, requests.takeAnswer));
  router.post("/proposals/:id/refresh", decide(RevisionRequest, requests.takeSecondLook));
  router.post("/proposals/:id/retry", decide(RevisionRequest, tryAgain.retry));
  router.post("/proposals/:id/settle", decide(SettleRequest, tryAgain.settle));
  router.post("/proposals/:id/undo", decide(UndoRequest, undoer.approve));

  async function showForm(at: At, request: Request, response: Response): Promise<void> {
    const { id } = await own(at, request);
    response.json(await editor.form(at.caller, id));
  }

  async function showUndo(at: At, request: Request, response: Response): Promise<void> {
    const proposal = await own(at, request);
    const { undoHash, steps } = await undoer.preview(at.caller, proposal.id);
    const view: UndoView = { undoHash, steps: await viewer.presentWayBack(at.caller, proposal, steps) };
    response.json(view);
  }

  function decide<T>(
    shape: { safeParse(raw: unknown): { success: true; data: T } | { success: false } },
    act: Decide<T>,
  ) {
    return proven(async (at, request, response) => {
      const proposal = await own(at, request);
      const body = parseBody(shape, request);
      const decided = (await isUnlicensed(at))
        ? refuse<Refused>({ code: "unlicensed", now: proposal })
        : await act(at.caller, proposal.id, body);
      if (decided.ok) {
        response.json(await viewer.presentOne(at.caller, decided.value));
        return;
      }
      const { code, now, words } = decided.reason;
      const view = await viewer.presentOne(at.caller, now);
      const problem: ApiProblem = { error: code, said: sayRefusal(code, view, words), view };
      response.status(statusOf(code)).json(problem);
    });
  }

  /** Whatever a person does to a proposal is a decision, and takes a licence. Looking does not. */
  async function isUnlicensed({ caller }: At): Promise<boolean> {
    return (await deps.licence(caller)) === "unlicensed";
  }
}

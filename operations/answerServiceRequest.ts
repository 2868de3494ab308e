import {
  changeServiceRequest,
  deedOf,
  type ServiceRequest,
  type ServiceRequestCommand,
} from '../domain/serviceRequest.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { retryAs } from './retryAs.ts';
import { type NotAllowed, refusal } from './rights.ts';
import {
  commitServiceDeed,
  type FoundServiceRequest,
  findServiceRequest,
  rightToAnswer,
  type ServiceRequestClick,
  type ServiceRequestView,
  serviceRequestView,
  serviceToAnswer,
} from './serviceRequestParts.ts';

/** How far back the note of a click's twin is looked for. */
const TWIN_WITHIN = 20;

export type AnswerServiceOutcome =
  | NotAllowed
  | { outcome: 'gone' }
  /** The relationship has ended, or is not there on both sides yet: nothing is written. */
  | { outcome: 'ended' | 'beingSetUp'; view: ServiceRequestView }
  /** It was closed, or opened again, before this click. */
  | { outcome: 'closed' | 'notClosed'; view: ServiceRequestView }
  | { outcome: 'answered'; view: ServiceRequestView };

/**
 * A note, *Attention needed*, *Close* or *Reopen*, from either side; the other side is told. `version` is what the
 * card showed: what others wrote since does not stand in the way, and a second click finds its own note.
 */
export async function answerServiceRequest(
  desk: Desk,
  whoever: Actor,
  { version, ...click }: ServiceRequestClick & { version: number },
  command: ServiceRequestCommand,
): Promise<AnswerServiceOutcome> {
  return retryAs(desk, whoever, async (actor): Promise<AnswerServiceOutcome> => {
    const found = await findServiceRequest(desk, actor, click);
    if ('outcome' in found) return found;
    const { row, side, partner, standing } = found;
    const request = row.value;
    const refused = await refusal(desk, actor, rightToAnswer(request), serviceToAnswer(request));
    if (refused) return refused;
    if (await wasDone(desk, request, actor, command, version)) return shown('answered', found);
    const closesAfterEnd = standing === 'ended' && side === 'other' && command.do === 'close';
    if (standing !== 'stands' && !closesAfterEnd) return shown(standing, found);
    const now = desk.now();
    const change = changeServiceRequest(request, side, refOf(actor), command, now);
    if ('refused' in change) return shown(change.refused, found);
    await commitServiceDeed(desk, change.next, partner, {
      deed: change.note.deed,
      side,
      doer: actor,
      at: change.note.at,
      text: command.text,
      rows: desk.storage.serviceRequests.update(row, change.next, change.note),
    });
    return shown('answered', { ...found, row: { ...row, value: change.next } });

    async function shown<Outcome extends string>(outcome: Outcome, what: FoundServiceRequest) {
      return { outcome, view: await serviceRequestView(desk, actor, what) };
    }
  });
}

/** Whether this very click was carried out before: the same person did the same with the same words since the card was shown. */
async function wasDone(
  desk: Desk,
  request: ServiceRequest,
  { tenantId, objectId }: Actor,
  command: ServiceRequestCommand,
  version: number,
): Promise<boolean> {
  if (version >= request.version) return false;
  const page = await desk.storage.serviceRequests.notes(request.companyId, request.id, TWIN_WITHIN);
  return page.rows.some(
    ({ value: { number, by, deed, text } }) =>
      number > version &&
      by !== 'operator' &&
      by.tenantId === tenantId &&
      by.objectId === objectId &&
      deed === deedOf(command) &&
      text === command.text,
  );
}

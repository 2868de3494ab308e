import * as z from 'zod';
import { type RequestServiceFormModel, requestServiceFormCard } from '../../cards/requestServiceForm.ts';
import { type ServiceRequestModel, serviceRequestCard } from '../../cards/serviceRequest.ts';
import { serviceRequestsCard } from '../../cards/serviceRequests.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed, notInvited, say, tooMany } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import {
  readServiceNote,
  SERVICE_REQUEST_STATES,
  type ServiceRequestCommand,
  serviceRequestId,
  type TypedServiceRequest,
} from '../../domain/serviceRequest.ts';
import { typedText } from '../../domain/textField.ts';
import { type AnswerServiceOutcome, answerServiceRequest } from '../../operations/answerServiceRequest.ts';
import { requestPortalService, startPortalRequest } from '../../operations/requestPortalService.ts';
import {
  type CannotRequestService,
  type RequestServiceOutcome,
  requestService,
  startRequestService,
} from '../../operations/requestService.ts';
import type { ServiceRequestClick, ServiceRequestView } from '../../operations/serviceRequestParts.ts';
import {
  listServiceRequests,
  showServiceRequest,
  type WhichServiceRequests,
} from '../../operations/serviceRequests.ts';
import { hasCustomers, ofNamedCustomer } from './customers.ts';
import { paging } from './paging.ts';

const byCustomer = z.object({ id: guid });
const byRequest = z.object({ id: guid, request: serviceRequestId });
const answering = byRequest.extend({ version: z.coerce.number().int(), note: typedText });
const typedForm = { title: typedText, description: typedText, severity: typedText, topic: typedText };
const listing = {
  state: z.enum(['notClosed', ...SERVICE_REQUEST_STATES, 'all']).default('notClosed'),
  ...paging,
};

/** `service requests [customer]`: those of a partner with all its customers or with the one that is named, or a customer's own. */
export async function serviceRequestsOf(turn: Turn, argument: string): Promise<Answer> {
  if (!argument || !hasCustomers(turn)) return showServiceRequests(turn);
  return ofNamedCustomer(turn, argument, customerId =>
    showServiceRequests(turn, { state: 'notClosed', customerId }),
  );
}

async function showServiceRequests(
  turn: Turn,
  which: WhichServiceRequests = { state: 'notClosed' },
  page?: string,
  number = 1,
): Promise<Answer> {
  const result = await listServiceRequests(turn.desk, turn.actor, which, page);
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'listed') return notAllowed(turn, result);
  return { card: serviceRequestsCard({ ...result, now: turn.desk.now(), page: number }, turn.language) };
}

/** Service requests: of a partner for a customer, answered by both, and of a company about the portal. */
export const serviceRequests: Actions = {
  'serviceRequests.show': action(z.object(listing), (turn, { state, page, number }) =>
    showServiceRequests(turn, { state }, page, number),
  ),
  'serviceRequests.ofCustomer': action(byCustomer.extend(listing), (turn, { id, state, page, number }) =>
    showServiceRequests(turn, { state, customerId: id }, page, number),
  ),
  'serviceRequests.open': action(
    byRequest.extend({ page: paging.page }),
    async (turn, { page, ...click }) => {
      const result = await showServiceRequest(turn.desk, turn.actor, click, page);
      if (result.outcome === 'gone') return gone(turn);
      if (result.outcome !== 'shown') return notAllowed(turn, result);
      return shown(turn, result.view);
    },
  ),

  'requestService.start': action(byCustomer, async (turn, { id }) => {
    const result = await startRequestService(turn.desk, turn.actor, id);
    if (result.outcome !== 'form') return cannot(turn, result);
    const { outcome: _, requestId, ...start } = result;
    return {
      card: requestServiceFormCard(
        { subject: { about: 'customer', ...start }, requestId, typed: {}, problems: {} },
        turn.language,
      ),
    };
  }),
  'requestService.send': action(byRequest.extend(typedForm), async (turn, { id, request, ...typed }) => {
    const asked = { customerId: id, requestId: request, typed };
    return sent(turn, await requestService(turn.desk, turn.actor, asked), typed);
  }),

  'requestPortalService.start': action(z.object({}), async turn => {
    const result = await startPortalRequest(turn.desk, turn.actor);
    if (result.outcome !== 'form') return notAllowed(turn, result);
    return portalForm(turn, { requestId: result.requestId, typed: {}, problems: {} });
  }),
  'requestPortalService.send': action(
    z.object({ request: serviceRequestId, ...typedForm }),
    async (turn, { request: requestId, ...typed }) => {
      const result = await requestPortalService(turn.desk, turn.actor, { requestId, typed });
      switch (result.outcome) {
        case 'asked':
          return shown(turn, result.view);
        case 'badForm':
          return portalForm(turn, { requestId, typed, problems: result.problems });
        case 'tooMany':
          return tooMany(turn, 60);
        case 'gone':
          return gone(turn);
        default:
          return notAllowed(turn, result);
      }
    },
  ),

  'serviceRequests.note': action(answering, (turn, { note, ...click }) => written(turn, click, 'note', note)),
  'serviceRequests.askAttention': action(answering, (turn, { note, ...click }) =>
    written(turn, click, 'askAttention', note),
  ),
  'serviceRequests.reopen': action(answering, (turn, { note, ...click }) =>
    written(turn, click, 'reopen', note),
  ),
  'serviceRequests.close': action(answering, async (turn, { note = '', ...click }) => {
    if (note.trim() !== '') return written(turn, click, 'close', note);
    return answered(turn, await answerServiceRequest(turn.desk, turn.actor, click, CLOSE));
  }),
};

const CLOSE: ServiceRequestCommand = { do: 'close', text: undefined };

function portalForm(turn: Turn, model: Omit<RequestServiceFormModel, 'subject'>): Answer {
  return { card: requestServiceFormCard({ subject: { about: 'portal' }, ...model }, turn.language) };
}

function sent(turn: Turn, result: RequestServiceOutcome, typed: TypedServiceRequest): Answer {
  switch (result.outcome) {
    case 'asked':
      return shown(turn, result.view, result.nobodyTold ? { said: 'nobodyTold' } : {});
    case 'badForm': {
      const { outcome: _, problems, requestId, ...start } = result;
      return {
        card: requestServiceFormCard(
          { subject: { about: 'customer', ...start }, requestId, typed, problems },
          turn.language,
        ),
      };
    }
    case 'tooMany':
      return tooMany(turn, 60);
    default:
      return cannot(turn, result);
  }
}

function cannot(turn: Turn, result: CannotRequestService): Answer {
  switch (result.outcome) {
    case 'gone':
      return gone(turn);
    case 'former':
      return say(turn, 'outcome.serviceForFormer', 'warning', { name: result.customer.name }, [
        {
          title: turn.t('button.serviceRequests'),
          verb: 'serviceRequests.ofCustomer',
          data: { id: result.customer.id },
        },
      ]);
    case 'notInvited':
      return notInvited(turn, result.customer);
    case 'beingSetUp':
      return say(turn, 'outcome.serviceNotYet', 'info', { name: result.customer.name });
    default:
      return notAllowed(turn, result);
  }
}

/** What needs words: without them, or with too many, the request is shown again with what was typed. */
async function written(
  turn: Turn,
  click: ServiceRequestClick & { version: number },
  what: ServiceRequestCommand['do'],
  typed = '',
): Promise<Answer> {
  const read = readServiceNote(typed);
  if ('text' in read) {
    return answered(
      turn,
      await answerServiceRequest(turn.desk, turn.actor, click, { do: what, ...read }),
      typed,
    );
  }
  const result = await showServiceRequest(turn.desk, turn.actor, click);
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'shown') return notAllowed(turn, result);
  return shown(turn, result.view, { typed, problem: read.problem });
}

function answered(turn: Turn, result: AnswerServiceOutcome, typed?: string): Answer {
  switch (result.outcome) {
    case 'answered':
      return shown(turn, result.view);
    // The card says by itself how the relationship stands.
    case 'ended':
    case 'beingSetUp':
      return shown(turn, result.view, { typed });
    case 'closed':
      return shown(turn, result.view, { said: 'wasClosed', typed });
    case 'notClosed':
      return shown(turn, result.view, { said: 'wasNotClosed', typed });
    case 'gone':
      return gone(turn);
    default:
      return notAllowed(turn, result);
  }
}

function shown(
  turn: Turn,
  view: ServiceRequestView,
  more: Pick<ServiceRequestModel, 'said' | 'typed' | 'problem'> = {},
): Answer {
  const { cloud } = turn.desk.settings;
  return { card: serviceRequestCard({ ...view, cloud, ...more }, turn.language) };
}

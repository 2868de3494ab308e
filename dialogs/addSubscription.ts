import * as z from 'zod';
import { type CatalogueModel, NO_RESELLER } from '../cards/catalogue.ts';
import { orderConfirmationCard } from '../cards/orderConfirmation.ts';
import { orderReviewCard } from '../cards/orderReview.ts';
import { pickCustomerCard } from '../cards/pickCustomer.ts';
import { guid } from '../domain/identity.ts';
import { type OrderRefused, termsOf } from '../domain/order.ts';
import type { Customer } from '../domain/relationship.ts';
import {
  beginOrder,
  type CannotServe,
  type CheckOutcome,
  checkOrder,
  customersToOrderFor,
  type OrderOutcome,
  orderedBefore,
  type ResellerProblem,
  type SubscriptionOrder,
  submitOrder,
} from '../operations/order.ts';
import { type CannotOrder, newOrderId, orderingCompany } from '../operations/ordering.ts';
import { type Actions, action } from './action.ts';
import { gone, notInvited, say, tooMany } from './answers.ts';
import {
  cancelled,
  cannotOrder,
  chosenOf,
  inOrder,
  inReview,
  type OnCatalogue,
  onCatalogue,
  orderOver,
  reviewOf,
  showCatalogue,
  type Typed,
  withInputs,
} from './orderSteps.ts';
import type { Answer, Flow, FlowSteps, Turn } from './turn.ts';

const NAME = 'addSubscription';

/** An order that somebody has begun: its id, for whom, and what they typed so far. */
interface Begun {
  orderId: string;
  customerId: string;
  typed: Typed;
}

/** *Add subscription* (design §2 row 7): for whom, what and through which reseller, review, and the order. */
export const addSubscription: FlowSteps & { actions: Actions } = {
  async start(turn, argument) {
    const open = begunOf(turn.flow);
    if (open && argument === '') return resume(turn, open);
    const result = await customersToOrderFor(turn.desk, turn.actor, argument || undefined);
    if (result.outcome !== 'listed')
      return result.outcome === 'gone' ? gone(turn) : cannotOrder(turn, result);
    const [only, another] = result.customers;
    if (argument !== '' && only && !another && !result.next) return begin(turn, only.id);
    return { card: pickCustomerCard({ ...result, page: 1 }, turn.language) };
  },

  async say(turn, flow, text) {
    const begun = begunOf(flow);
    if (!begun || flow.step !== 'catalogue') return undefined;
    const typed = withInputs(begun.typed, { search: text.slice(0, 100), page: 1 });
    return catalogue(turn, { ...begun, typed });
  },

  actions: {
    'addSubscription.start': action(z.object({ customer: guid.optional() }), (turn, { customer }) =>
      customer ? begin(turn, customer) : addSubscription.start(turn, ''),
    ),

    'addSubscription.pick': action(
      z.object({
        search: z.string().max(200).optional(),
        page: z.string().max(2_000).optional(),
        number: z.coerce.number().int().min(1).max(100_000).optional(),
      }),
      async (turn, { search, page, number = 1 }) => {
        const result = await customersToOrderFor(turn.desk, turn.actor, search, page);
        if (result.outcome === 'gone') return gone(turn);
        if (result.outcome !== 'listed') return cannotOrder(turn, result);
        return { card: pickCustomerCard({ ...result, page: number }, turn.language) };
      },
    ),

    'addSubscription.look': action(onCatalogue, (turn, click) => onward(turn, click, catalogue)),
    'addSubscription.review': action(onCatalogue, (turn, click) => onward(turn, click, review)),

    'addSubscription.back': action(inOrder, async (turn, { order }) => {
      const open = openOrder(turn, order);
      return open ? catalogue(turn, open) : over(turn, order);
    }),

    'addSubscription.submit': action(
      inReview.extend({ customer: guid }),
      async (turn, { order, customer, reviewed }) => {
        const open = openOrder(turn, order);
        if (!open) return over(turn, order, customer);
        // They went back elsewhere: what is submitted is what was reviewed, so it is reviewed first.
        if (turn.flow?.step !== 'review' || reviewed !== reviewOf(open.typed)) return resume(turn, open);
        return submitted(turn, open, await submitOrder(turn.desk, turn.actor, orderOf(open)));
      },
    ),

    'addSubscription.cancel': action(inOrder, async (turn, { order }) => {
      const open = openOrder(turn, order);
      if (!open) return over(turn, order);
      // It was submitted, and whoever did that died before they could write that the flow is over.
      const customer = await orderedBefore(turn.desk, turn.actor, open);
      return customer
        ? { ...confirmation(turn, { outcome: 'alreadyOrdered', customer }), flow: 'ended' }
        : cancelled(turn);
    }),
  },
};

function begunOf(flow: Flow | undefined): Begun | undefined {
  if (flow?.name !== NAME || !flow.orderId || !flow.customerId) return undefined;
  return { orderId: flow.orderId, customerId: flow.customerId, typed: flow.typed ?? {} };
}

/** The order that is open, if it is the one that a card speaks of. */
function openOrder(turn: Turn, order: string): Begun | undefined {
  const begun = begunOf(turn.flow);
  return begun?.orderId === order ? begun : undefined;
}

function at(step: 'catalogue' | 'review', begun: Begun): Flow {
  return { name: NAME, step, ...begun };
}

function orderOf({ orderId, customerId, typed }: Begun): SubscriptionOrder {
  const reseller = typed.reseller === NO_RESELLER ? undefined : typed.reseller;
  const { mpnId, terms } = typed;
  return { orderId, customerId, chosen: chosenOf(typed), reseller, mpnId, terms };
}

/** Begins an order for a customer, or goes on with the one that is open for the same. */
async function begin(turn: Turn, customerId: string): Promise<Answer> {
  const open = begunOf(turn.flow);
  if (open?.customerId === customerId) return resume(turn, open);
  return catalogue(turn, { orderId: newOrderId(turn.desk), customerId, typed: {} });
}

function resume(turn: Turn, begun: Begun): Promise<Answer> {
  return turn.flow?.step === 'review' ? review(turn, begun) : catalogue(turn, begun);
}

/** A click on the catalogue: what was typed there is kept, wherever it leads. */
async function onward(
  turn: Turn,
  click: OnCatalogue,
  to: (turn: Turn, begun: Begun) => Promise<Answer>,
): Promise<Answer> {
  const open = openOrder(turn, click.order);
  if (!open) return over(turn, click.order);
  const { reseller, mpnId } = click;
  const typed = {
    ...withInputs(open.typed, click),
    ...(reseller !== undefined && { reseller }),
    ...(mpnId !== undefined && { mpnId }),
  };
  return to(turn, { ...open, typed });
}

async function catalogue(
  turn: Turn,
  begun: Begun,
  refused?: OrderRefused,
  problem?: ResellerProblem,
): Promise<Answer> {
  const desk = await beginOrder(turn.desk, turn.actor, begun.customerId);
  if (desk.outcome !== 'begun') return cannotServe(turn, begun, desk);
  const { orderId, typed } = begun;
  const shown = showCatalogue(turn, {
    flow: NAME,
    order: orderId,
    customer: desk.customer.name,
    typed,
    catalogue: desk.catalogue,
    refused,
    association: desk.resellers && association(desk.resellers, desk.customer, typed, problem),
  });
  return { card: shown.card, flow: at('catalogue', { ...begun, typed: shown.typed }) };
}

/** The reseller with whom the customer is shared earns by the order unless somebody chooses otherwise. */
function association(
  resellers: readonly { partnerId: string; name: string; mpnId?: string | undefined }[],
  { sharedWith }: Customer,
  typed: Typed,
  problem: ResellerProblem | undefined,
): NonNullable<CatalogueModel['association']> {
  const shared = resellers.find(({ partnerId }) => sharedWith.some(({ id }) => id === partnerId));
  const chosen = typed.reseller ?? shared?.partnerId;
  return {
    resellers: resellers.map(({ partnerId: id, name, mpnId }) => ({ id, name, mpnId })),
    reseller: resellers.some(({ partnerId }) => partnerId === chosen) ? chosen : undefined,
    mpnId: typed.mpnId,
    problem,
  };
}

async function review(turn: Turn, begun: Begun, changed = false): Promise<Answer> {
  const result = await checkOrder(turn.desk, turn.actor, orderOf(begun));
  if (result.outcome !== 'complete') return refusedAt(turn, begun, result);
  const { served, lines, reseller, company } = result;
  const typed = { ...begun.typed, terms: termsOf(lines) };
  return {
    card: orderReviewCard(
      {
        flow: NAME,
        order: begun.orderId,
        reviewed: reviewOf(typed),
        customerId: begun.customerId,
        customer: served.customer.name,
        lines,
        reseller,
        indirect: company.kind === 'indirectProvider',
        cloud: turn.desk.settings.cloud,
        changed,
      },
      turn.language,
    ),
    flow: at('review', { ...begun, typed }),
  };
}

/** Back to where something is wrong, with everything that was typed. */
async function refusedAt(
  turn: Turn,
  begun: Begun,
  result: Exclude<CheckOutcome, { outcome: 'complete' }>,
): Promise<Answer> {
  if (result.outcome !== 'badOrder') return cannotServe(turn, begun, result);
  return catalogue(turn, begun, result.refused, result.reseller);
}

async function submitted(turn: Turn, begun: Begun, result: OrderOutcome): Promise<Answer> {
  switch (result.outcome) {
    case 'ordered':
    case 'alreadyOrdered':
      return { ...confirmation(turn, result), flow: 'ended' };
    case 'tooMany':
      return tooMany(turn, 60);
    case 'changedMeanwhile':
      return review(turn, begun, true);
    default:
      return refusedAt(turn, begun, result);
  }
}

function confirmation(
  turn: Turn,
  result: Extract<OrderOutcome, { outcome: 'ordered' | 'alreadyOrdered' }>,
): Answer {
  const { outcome, customer } = result;
  const { lines, indirect } = outcome === 'ordered' ? result : { lines: [], indirect: false };
  const { cloud } = turn.desk.settings;
  const about = { customerId: customer.id, customer: customer.name };
  return { card: orderConfirmationCard({ outcome, ...about, lines, indirect, cloud }, turn.language) };
}

function cannotServe(turn: Turn, begun: Begun, why: CannotOrder | CannotServe): Answer {
  switch (why.outcome) {
    case 'gone':
      return givenUp(turn, begun, gone(turn));
    case 'former':
      return givenUp(turn, begun, say(turn, 'outcome.customerFormer', 'info', { name: why.customer.name }));
    case 'notInvited':
      return givenUp(turn, begun, notInvited(turn, why.customer));
    case 'beingSetUp':
      return say(turn, 'outcome.customerBeingSetUp', 'info', { name: why.customer.name });
    case 'mayNotOrder':
      return givenUp(turn, begun, say(turn, 'outcome.mayNotOrder', 'info', { name: why.customer.name }));
    default:
      return cannotOrder(turn, why);
  }
}

/** Nothing comes of an order for this customer any more: it is given up, so that the next one can be for another. */
function givenUp(turn: Turn, { orderId }: Begun, answer: Answer): Answer {
  return turn.flow?.orderId === orderId ? { ...answer, flow: 'ended' } : answer;
}

/** The order is not open: it was submitted, and then it stands, or it was given up. */
async function over(turn: Turn, orderId: string, customerId?: string): Promise<Answer> {
  const ordering = await orderingCompany(turn.desk, turn.actor, 'order');
  if ('outcome' in ordering) return cannotOrder(turn, ordering);
  const customer = customerId && (await orderedBefore(turn.desk, turn.actor, { orderId, customerId }));
  return customer ? confirmation(turn, { outcome: 'alreadyOrdered', customer }) : orderOver(turn, NAME);
}

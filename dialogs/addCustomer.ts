import * as z from 'zod';
import { addCustomerFormCard } from '../cards/addCustomerForm.ts';
import { orderConfirmationCard } from '../cards/orderConfirmation.ts';
import { orderReviewCard } from '../cards/orderReview.ts';
import { ACCOUNT_FIELDS, type AccountField, accountFormSchema } from '../domain/account.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import { guid } from '../domain/identity.ts';
import { type OrderRefused, termsOf } from '../domain/order.ts';
import {
  accountOf,
  checkAccountOrder,
  checkDetails,
  type OpenedAccount,
  type OpenOutcome,
  openAccount,
  resellersToChoose,
} from '../operations/openAccount.ts';
import { newOrderId, orderingCompany } from '../operations/ordering.ts';
import { type Actions, action } from './action.ts';
import { say, tooMany } from './answers.ts';
import {
  cancelled,
  cannotOrder,
  chosenOf,
  inOrder,
  inReview,
  onCatalogue,
  orderOver,
  reviewOf,
  showCatalogue,
  type Typed,
  withInputs,
} from './orderSteps.ts';
import { setupInformation } from './setupInformation.ts';
import type { Answer, Flow, FlowSteps, Turn } from './turn.ts';

const NAME = 'addCustomer';

/** Clients send nothing for a field that was emptied: what was typed into it before is gone. */
const NOTHING_TYPED: Typed = Object.fromEntries(ACCOUNT_FIELDS.map(field => [field, undefined]));

/** An order that somebody has begun: its id, and what they typed so far. */
interface Begun {
  orderId: string;
  typed: Typed;
}

/** *Add new customer* (design §2 row 7): details, catalogue, review, and the account. Nothing is saved before *Submit*. */
export const addCustomer: FlowSteps & { actions: Actions } = {
  start: (turn, argument) => begin(turn, argument === '' ? {} : { name: argument.slice(0, 400) }),

  async say(turn, flow, text) {
    const begun = begunOf(flow);
    if (!begun || flow.step !== 'catalogue') return undefined;
    const typed = withInputs(begun.typed, { search: text.slice(0, 100), page: 1 });
    return catalogue(turn, { ...begun, typed });
  },

  actions: {
    'addCustomer.start': action(z.object({ reseller: guid.optional() }), (turn, { reseller }) =>
      begin(turn, reseller ? { reseller } : {}),
    ),

    'addCustomer.subscriptions': action(accountFormSchema.and(inOrder), async (turn, { order, ...form }) => {
      const open = openOrder(turn, order);
      if (!open) return over(turn, order);
      const typed = { ...open.typed, ...NOTHING_TYPED, ...form };
      const result = await checkDetails(turn.desk, turn.actor, { orderId: order, form });
      switch (result.outcome) {
        case 'complete':
          return catalogue(turn, { orderId: order, typed });
        case 'badForm':
          return details(turn, { orderId: order, typed }, result.problems);
        default:
          return cannotOrder(turn, result);
      }
    }),

    'addCustomer.look': action(onCatalogue, (turn, click) => onward(turn, click, catalogue)),
    'addCustomer.review': action(onCatalogue, (turn, click) => onward(turn, click, review)),
    'addCustomer.details': action(onCatalogue, (turn, click) => onward(turn, click, details)),

    'addCustomer.back': action(inOrder, async (turn, { order }) => {
      const open = openOrder(turn, order);
      return open ? catalogue(turn, open) : over(turn, order);
    }),

    'addCustomer.submit': action(inReview, async (turn, { order, reviewed }) => {
      const open = openOrder(turn, order);
      if (!open) return over(turn, order);
      // They went back elsewhere: what is submitted is what was reviewed, so it is reviewed first.
      if (turn.flow?.step !== 'review' || reviewed !== reviewOf(open.typed))
        return resume(turn, turn.flow, open);
      return submitted(turn, open, await openAccount(turn.desk, turn.actor, orderOf(open), turn.shownIn));
    }),

    'addCustomer.cancel': action(inOrder, async (turn, { order }) => {
      if (!openOrder(turn, order)) return over(turn, order);
      // It was submitted, and whoever did that died before they could write that the flow is over.
      const opened = await accountOf(turn.desk, turn.actor, order);
      return opened ? { ...openedBefore(turn, opened), flow: 'ended' } : cancelled(turn);
    }),
  },
};

function begunOf(flow: Flow | undefined): Begun | undefined {
  return flow?.name === NAME && flow.orderId ? { orderId: flow.orderId, typed: flow.typed ?? {} } : undefined;
}

/** The order that is open, if it is the one that a card speaks of. */
function openOrder(turn: Turn, order: string): Begun | undefined {
  const begun = begunOf(turn.flow);
  return begun?.orderId === order ? begun : undefined;
}

function at(step: 'details' | 'catalogue' | 'review', { orderId, typed }: Begun): Flow {
  return { name: NAME, step, orderId, typed };
}

const formOf = (typed: Typed) => accountFormSchema.parse(typed);
const orderOf = ({ orderId, typed }: Begun) => ({
  orderId,
  form: formOf(typed),
  chosen: chosenOf(typed),
  terms: typed.terms,
});

/** Begins an order, or goes on with the one that is open; `given` is what is known of the customer from where it began. */
async function begin(turn: Turn, given: Typed): Promise<Answer> {
  const ordering = await orderingCompany(turn.desk, turn.actor, 'addCustomer');
  if ('outcome' in ordering) return cannotOrder(turn, ordering);
  const begun = begunOf(turn.flow);
  // What was typed of one customer is not of another.
  const another = given.name !== undefined && begun?.typed.name && begun.typed.name !== given.name;
  const open = another ? undefined : begun;
  if (open && Object.keys(given).length === 0) return resume(turn, turn.flow, open);
  const { kind, country } = ordering.company;
  const typed = { ...(open?.typed ?? { country, language: turn.language }), ...given };
  const { reseller, ...direct } = typed;
  const orderId = open?.orderId ?? newOrderId(turn.desk);
  return details(turn, { orderId, typed: kind === 'directPartner' ? direct : typed });
}

async function resume(turn: Turn, flow: Flow | undefined, begun: Begun): Promise<Answer> {
  switch (flow?.step) {
    case 'catalogue':
      return catalogue(turn, begun);
    case 'review':
      return review(turn, begun);
    default:
      return details(turn, begun);
  }
}

/** A click on the catalogue: what was typed there is kept, wherever it leads. */
async function onward(
  turn: Turn,
  click: z.infer<typeof onCatalogue>,
  to: (turn: Turn, begun: Begun) => Promise<Answer>,
): Promise<Answer> {
  const open = openOrder(turn, click.order);
  if (!open) return over(turn, click.order);
  return to(turn, { ...open, typed: withInputs(open.typed, click) });
}

async function details(
  turn: Turn,
  begun: Begun,
  problems: FieldProblems<AccountField> = {},
): Promise<Answer> {
  const ordering = await orderingCompany(turn.desk, turn.actor, 'addCustomer');
  if ('outcome' in ordering) return cannotOrder(turn, ordering);
  const { orderId, typed } = begun;
  const choice = await resellersToChoose(turn.desk, ordering.company, typed.reseller);
  if (choice?.resellers.length === 0 && !typed.reseller) {
    return say(turn, 'outcome.noResellers', 'info', {}, [
      { title: turn.t('button.requestPartnership'), verb: 'requestPartnership.start' },
    ]);
  }
  const known = choice?.resellers.some(({ partnerId }) => partnerId === typed.reseller);
  const lost = choice && typed.reseller && !known ? { reseller: 'notAPartner' as const } : {};
  return {
    card: addCustomerFormCard(
      {
        order: orderId,
        typed: formOf(typed),
        problems: { ...lost, ...problems },
        resellers: choice?.resellers.map(({ partnerId: id, name }) => ({ id, name })),
        moreResellers: choice?.more,
      },
      turn.language,
    ),
    flow: at('details', begun),
  };
}

async function catalogue(turn: Turn, begun: Begun, refused?: OrderRefused): Promise<Answer> {
  const { orderId, typed } = begun;
  const shown = showCatalogue(turn, {
    flow: NAME,
    order: orderId,
    customer: typed.name ?? '',
    typed,
    catalogue: await turn.desk.storage.catalogues.get(),
    refused,
  });
  return { card: shown.card, flow: at('catalogue', { orderId, typed: shown.typed }) };
}

async function review(turn: Turn, begun: Begun, changed = false): Promise<Answer> {
  const result = await checkAccountOrder(turn.desk, turn.actor, orderOf(begun));
  switch (result.outcome) {
    case 'complete': {
      const { details: found, reseller, lines } = result;
      const typed = { ...begun.typed, terms: termsOf(lines) };
      return {
        card: orderReviewCard(
          {
            flow: NAME,
            order: begun.orderId,
            reviewed: reviewOf(typed),
            customer: found.name,
            details: found,
            lines,
            reseller: reseller && { name: reseller.name, mpnId: reseller.mpnId },
            indirect: reseller !== undefined,
            cloud: turn.desk.settings.cloud,
            changed,
          },
          turn.language,
        ),
        flow: at('review', { ...begun, typed }),
      };
    }
    default:
      return refusedAt(turn, begun, result);
  }
}

/** Back to where something is wrong, with everything that was typed. */
async function refusedAt(
  turn: Turn,
  begun: Begun,
  result: Exclude<Awaited<ReturnType<typeof checkAccountOrder>>, { outcome: 'complete' }>,
): Promise<Answer> {
  switch (result.outcome) {
    case 'badForm':
      return details(turn, begun, result.problems);
    case 'badOrder':
      return catalogue(turn, begun, result.refused);
    default:
      return cannotOrder(turn, result);
  }
}

async function submitted(turn: Turn, begun: Begun, result: OpenOutcome): Promise<Answer> {
  switch (result.outcome) {
    case 'opened':
      return { ...setupInformation(turn, result.setup), flow: 'ended' };
    case 'alreadyOpened':
      return { ...openedBefore(turn, result), flow: 'ended' };
    case 'tooMany':
      return tooMany(turn, 60);
    case 'changedMeanwhile':
      return review(turn, begun, true);
    default:
      return refusedAt(turn, begun, result);
  }
}

/** The account that an earlier arrival of the order opened. Its code was shown then; if that was lost, a new one is made. */
function openedBefore(turn: Turn, { customerId, name: customer }: OpenedAccount): Answer {
  const { cloud } = turn.desk.settings;
  const outcome = 'alreadyOpened';
  return {
    card: orderConfirmationCard(
      { outcome, customerId, customer, lines: [], indirect: false, cloud },
      turn.language,
    ),
  };
}

/** The order is not open: it was submitted, and then its account is there, or it was given up. */
async function over(turn: Turn, order: string): Promise<Answer> {
  const ordering = await orderingCompany(turn.desk, turn.actor, 'addCustomer');
  if ('outcome' in ordering) return cannotOrder(turn, ordering);
  const opened = await accountOf(turn.desk, turn.actor, order);
  return opened ? openedBefore(turn, opened) : orderOver(turn, NAME);
}

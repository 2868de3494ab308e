import * as z from 'zod';
import { type CatalogueModel, catalogueCard, LICENCES } from '../cards/catalogue.ts';
import { listOf } from '../cards/parts.ts';
import { type Catalogue, findOffers, offerId, offerOf } from '../domain/offer.ts';
import { type Chosen, chosenOffers, fingerprint, type OrderRefused, orderIdSchema } from '../domain/order.ts';
import { mayFor } from '../domain/permissions.ts';
import { SERVICES } from '../domain/services.ts';
import { typedText } from '../domain/textField.ts';
import type { CannotOrder } from '../operations/ordering.ts';
import { notAllowed, say } from './answers.ts';
import type { Answer, Flow, Turn } from './turn.ts';

/** What was typed in an order so far, by the names of the inputs. */
export type Typed = NonNullable<Flow['typed']>;

/** Every card of an order names it, so that one that is over moves nothing. */
export const inOrder = z.object({ order: orderIdSchema });

/** *Submit* says which review it stands on. */
export const inReview = inOrder.extend({ reviewed: z.string().max(40) });

/** Tells what is typed now from anything else: a review that shows something else submits nothing. */
export function reviewOf(typed: Typed): string {
  const entries = Object.entries(typed).filter(([key, text]) => text && key !== 'search' && key !== 'page');
  return fingerprint(entries.sort());
}

const quantity = z.union([z.string(), z.number(), z.boolean()]);
const QUANTITY_LONGEST = 20;
const QUANTITIES_MAX = 60;

/**
 * A click on the catalogue: what stands in its inputs now, and which page is wanted. Clients send nothing for an input
 * that was emptied, so what is not there of the offers that were shown counts as nothing.
 */
export const onCatalogue = z
  .looseObject({
    order: orderIdSchema,
    shown: z.string().max(2_000).default(''),
    search: typedText,
    page: z.coerce.number().int().min(1).max(1_000).optional(),
    reseller: typedText,
    mpnId: typedText,
  })
  .transform(({ order, shown, search = '', page, reseller, mpnId = '', ...rest }) => ({
    order,
    search: search.slice(0, 100),
    page,
    reseller: reseller?.slice(0, 40),
    mpnId: mpnId.slice(0, 40),
    chosen: Object.fromEntries(
      Object.entries({ ...nothingBeside(shown), ...rest })
        .filter(([key]) => key.startsWith(LICENCES))
        .slice(0, QUANTITIES_MAX)
        .flatMap(([key, value]) => {
          const text = quantity.safeParse(value).data;
          const id = offerId.safeParse(key.slice(LICENCES.length)).data;
          return text === undefined || id === undefined
            ? []
            : [[id, String(text).slice(0, QUANTITY_LONGEST)] as const];
        }),
    ),
  }));
export type OnCatalogue = z.infer<typeof onCatalogue>;

function nothingBeside(shown: string): Record<string, unknown> {
  return Object.fromEntries(shown.split(' ').map(id => [`${LICENCES}${id}`, '']));
}

/** What was typed before with what stands in the inputs of a page now; a text that was emptied is gone. */
export function withInputs(typed: Typed, { search, page, chosen }: Partial<OnCatalogue>): Typed {
  const licences = Object.entries(chosen ?? {}).map(([id, text]) => [`${LICENCES}${id}`, text] as const);
  const next = {
    ...typed,
    ...Object.fromEntries(licences),
    ...(search !== undefined && { search }),
    ...(page !== undefined && { page: String(page) }),
  };
  const kept = Object.entries(next).filter(
    ([, text]) => text !== undefined && text !== '' && text !== 'false',
  );
  const quantities = kept.filter(([key]) => key.startsWith(LICENCES)).slice(0, QUANTITIES_MAX);
  return Object.fromEntries([...kept.filter(([key]) => !key.startsWith(LICENCES)), ...quantities]);
}

/** What stands beside the offers, by their ids. */
export function chosenOf(typed: Typed): Chosen {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([key, text]) =>
      key.startsWith(LICENCES) && text ? [[key.slice(LICENCES.length), text]] : [],
    ),
  );
}

const PAGE = 5;

type Shown = Pick<CatalogueModel, 'flow' | 'order' | 'customer' | 'association'> & {
  typed: Typed;
  catalogue: Catalogue;
  refused?: OrderRefused | undefined;
};

/**
 * The catalogue as it was searched and paged, or just the offers with a problem. What is not in it any more is taken off
 * the order and named; the rest of what was typed comes back.
 */
export function showCatalogue(turn: Turn, shown: Shown): Pick<Answer, 'card'> & { typed: Typed } {
  const { catalogue, refused, flow, order, customer, association } = shown;
  const all = chosenOf(shown.typed);
  const dropped = chosenOffers(all).filter(id => !offerOf(catalogue, id));
  const typed = Object.fromEntries(
    Object.entries(shown.typed).filter(([key]) => !dropped.some(id => key === `${LICENCES}${id}`)),
  );
  const problems = refused?.lines ?? {};
  const wrong = catalogue.offers.filter(({ id }) => problems[id] !== undefined);
  const found = wrong.length > 0 ? wrong : findOffers(catalogue, { search: typed.search });
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const page = wrong.length > 0 ? 1 : Math.min(Number(typed.page ?? 1), pages);
  const chosen = chosenOffers(all).flatMap(id => {
    const offer = offerOf(catalogue, id);
    return offer ? [{ offer, text: all[id] ?? '' }] : [];
  });
  const member = turn.actor.person?.value.member;
  const card = catalogueCard(
    {
      flow,
      order,
      customer,
      offers: found.slice((page - 1) * PAGE, page * PAGE),
      search: typed.search,
      page,
      pages,
      typed: all,
      chosen,
      problems,
      orderProblem: dropped.length > 0 && refused?.order === 'empty' ? undefined : refused?.order,
      dropped,
      closed: SERVICES.filter(service => !mayFor('order', member, service)),
      nameOf: id => offerOf(catalogue, id)?.name,
      association,
    },
    turn.language,
  );
  return { card, typed };
}

/** Why nothing can be ordered at all. */
export function cannotOrder(turn: Turn, why: CannotOrder): Answer {
  switch (why.outcome) {
    case 'othersOrder': {
      if (why.names.length === 0) return say(turn, `outcome.othersOrder.${why.kind}.none`, 'info');
      return say(turn, `outcome.othersOrder.${why.kind}`, 'info', {
        names: listOf(turn.language, why.names),
      });
    }
    case 'companyNotActive':
      return say(turn, 'outcome.orderNotActive', 'info');
    default:
      return notAllowed(turn, why);
  }
}

/** A click on a card whose order is over: nothing happens by it. */
export function orderOver(turn: Turn, flow: 'addCustomer' | 'addSubscription'): Answer {
  return say(turn, 'outcome.orderOver', 'info', {}, [
    { title: turn.t(`button.${flow}`), verb: `${flow}.start` },
  ]);
}

/** *Cancel*: everything is dropped. */
export function cancelled(turn: Turn): Answer {
  return { ...say(turn, 'outcome.orderCancelled', 'info'), flow: 'ended' };
}

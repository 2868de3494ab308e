import * as z from 'zod';
import { SERVICES, type Service, service } from './services.ts';

/** How long somebody commits to an offer; `none` is paid as it is used. */
export const TERMS = ['P1M', 'P1Y', 'P3Y', 'none'] as const;
export const term = z.enum(TERMS);
export type Term = z.infer<typeof term>;

export const BILLINGS = ['monthly', 'annual', 'usage'] as const;
export const billing = z.enum(BILLINGS);
export type Billing = z.infer<typeof billing>;

/** An offer's id: small letters, digits and hyphens. */
export const offerId = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);

export const offerSchema = z.object({
  id: offerId,
  name: z.string().trim().min(1).max(120),
  /** The service it belongs to: who may order it, and who administers it, goes by that. */
  family: service,
  term,
  billing,
  /** A customer must already have, or order with it, one of these; an add-on is useless without. */
  needsOneOf: z.array(offerId).default([]),
  /** How many licences one subscription may have; an offer without is paid by use and has none to assign. */
  licences: z.object({ min: z.int().min(1), max: z.int().max(1_000_000) }).optional(),
  /** Of one licence a billing period; absent where nobody told us a price. */
  price: z.object({ amount: z.number().nonnegative(), currency: z.string().regex(/^[A-Z]{3}$/) }).optional(),
  /** What a subscription to it can become without being ordered anew. */
  upgradesTo: z.array(offerId).default([]),
  /** For how many days after the order, or a renewal, licences can be given back and the subscription be cancelled; absent: always. */
  returnDays: z.int().positive().optional(),
});
/** Something that can be ordered. */
export type Offer = z.infer<typeof offerSchema>;

/**
 * The catalogue: what can be ordered here, in the order of its families and names. Data that an operator may replace
 * (`npm run catalogue`). Refused when two offers share an id, a limit is upside down, or an offer is named that is not there.
 */
export const catalogueSchema = z
  .object({ offers: z.array(offerSchema).min(1).max(400) })
  .superRefine(({ offers }, context) => {
    const byId = new Map(offers.map(offer => [offer.id, offer]));
    offers.forEach((offer, index) => {
      const refuse = (field: keyof Offer, message: string) =>
        context.addIssue({ code: 'custom', path: ['offers', index, field], message });
      if (byId.get(offer.id) !== offer) refuse('id', `"${offer.id}" occurs twice`);
      if (offer.licences && offer.licences.min > offer.licences.max) refuse('licences', 'min is above max');
      if ((offer.term === 'none') !== (offer.billing === 'usage'))
        refuse('billing', 'what is paid by use has no term, and the other way round');
      for (const field of ['needsOneOf', 'upgradesTo'] as const) {
        for (const id of offer[field]) {
          if (!byId.has(id)) refuse(field, `there is no offer "${id}"`);
          if (id === offer.id) refuse(field, 'an offer cannot name itself');
        }
      }
    });
  })
  .transform(({ offers }) => ({ offers: [...offers].sort(inOrder) }));
export type Catalogue = z.infer<typeof catalogueSchema>;

function inOrder(a: Offer, b: Offer): number {
  const families = SERVICES.indexOf(a.family) - SERVICES.indexOf(b.family);
  return families || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/** The offer with an id, if the catalogue has it. */
export function offerOf({ offers }: Catalogue, id: string): Offer | undefined {
  return offers.find(offer => offer.id === id);
}

/** The offers of a family, or of all, whose name holds every word of `search`, in any case and width. */
export function findOffers(
  { offers }: Catalogue,
  { search = '', family }: { search?: string | undefined; family?: Service | undefined },
): Offer[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  return offers.filter(
    offer =>
      (family === undefined || offer.family === family) &&
      words.every(word => folded(offer.name).includes(word)),
  );
}

const folded = (text: string) => text.normalize('NFKC').toLowerCase();

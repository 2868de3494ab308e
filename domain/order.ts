import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Catalogue, type Offer, offerId, offerOf } from './offer.ts';
import type { Service } from './services.ts';

/** More is not ordered at once: an order is one transaction. */
export const ORDER_LINES_MAX = 10;

/** Newest first by its moment, and by chance different from any other. */
export const orderIdSchema = z.string().regex(/^\d{13}-[0-9a-f]{32}$/);

/** A line of an order; 0 licences of what is paid by use. */
export interface OrderLine {
  readonly offer: Offer;
  readonly licences: number;
}

/** What somebody typed beside each offer, by the offer's id: how many licences, or `true` for what is paid by use. */
export type Chosen = Readonly<Record<string, string>>;

/** Why a line was refused; each has a sentence of its own. */
export type LineProblem =
  /** The catalogue does not have it, or not any more. */
  | 'unknownOffer'
  | 'notANumber'
  | 'outOfRange'
  /** An add-on without anything to add it to. */
  | 'needsBase'
  /** Of a service for which this person may not order. */
  | 'notYours';

/** Why an order as a whole was refused. */
export type OrderProblem = 'empty' | 'tooManyLines';

export interface OrderRefused {
  lines: Readonly<Record<string, LineProblem>>;
  order?: OrderProblem | undefined;
}

/** What there is to be known for an order. */
export interface Ordering {
  readonly catalogue: Catalogue;
  /** What the customer has already, as far as the partner who orders knows. */
  readonly has: readonly string[];
  /** Whether whoever orders may order of a service. */
  may(family: Service): boolean;
}

/** The offers that somebody chose: whatever stands beside the others is as good as nothing. */
export function chosenOffers(chosen: Chosen): string[] {
  return Object.entries(chosen).flatMap(([id, text]) => (isNothing(text) ? [] : [id]));
}

function isNothing(text: string): boolean {
  return /^(?:false|0*)$/.test(text.normalize('NFKC').trim());
}

/**
 * Reads an order: its lines in the order of the catalogue, or for each refused line why. Pure; two lines of one order
 * may need each other.
 */
export function readOrder(chosen: Chosen, ordering: Ordering): { lines: OrderLine[] } | OrderRefusal {
  const { catalogue, has, may } = ordering;
  const wanted = chosenOffers(chosen);
  const problems: Record<string, LineProblem> = {};
  for (const id of wanted) {
    const offer = offerId.safeParse(id).success ? offerOf(catalogue, id) : undefined;
    const problem = offer ? lineProblem(offer, chosen[id] ?? '', may) : 'unknownOffer';
    if (problem) problems[id] = problem;
    else if (offer && lacksBase(offer, [...wanted, ...has])) problems[id] = 'needsBase';
  }
  const order = wanted.length === 0 ? 'empty' : wanted.length > ORDER_LINES_MAX ? 'tooManyLines' : undefined;
  if (order || Object.keys(problems).length > 0) return { refused: { lines: problems, order } };
  const lines = catalogue.offers
    .filter(({ id }) => wanted.includes(id))
    .map(offer => ({ offer, licences: offer.licences ? numberIn(chosen[offer.id] ?? '') : 0 }));
  return { lines };
}
type OrderRefusal = { refused: OrderRefused };

function lineProblem(offer: Offer, text: string, may: Ordering['may']): LineProblem | undefined {
  if (!may(offer.family)) return 'notYours';
  if (!offer.licences) return text.trim() === 'true' ? undefined : 'notANumber';
  const count = numberIn(text);
  if (!Number.isInteger(count)) return 'notANumber';
  return count < offer.licences.min || count > offer.licences.max ? 'outOfRange' : undefined;
}

function lacksBase({ needsOneOf }: Offer, there: readonly string[]): boolean {
  return needsOneOf.length > 0 && !needsOneOf.some(id => there.includes(id));
}

/** A whole number as people type it; NaN for anything else. */
export function numberIn(text: string): number {
  const digits = text.normalize('NFKC').trim();
  return /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
}

/** Tells what lines are ordered as from anything else: the catalogue may be another one since somebody looked at them. */
export function termsOf(lines: readonly OrderLine[]): string {
  const terms = lines.map(({ offer: { id, name, family, term, billing, price }, licences }) => [
    [id, name, family, term, billing, licences],
    [price?.amount, price?.currency],
  ]);
  return fingerprint(terms);
}

/** Twenty characters that tell a value from any other. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 20);
}

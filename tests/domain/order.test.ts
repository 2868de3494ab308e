import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalogueSchema, type Offer } from '../../domain/offer.ts';
import { type Chosen, ORDER_LINES_MAX, readOrder } from '../../domain/order.ts';
import type { Service } from '../../domain/services.ts';

const offer = (id: string, more: Partial<Offer> = {}) => ({
  id,
  name: id,
  family: 'office365' as Service,
  term: 'P1Y' as const,
  billing: 'monthly' as const,
  licences: { min: 1, max: 300 },
  ...more,
});
const many = Array.from({ length: 15 }, (_, index) => offer(`many-${index}`));
const catalogue = catalogueSchema.parse({
  offers: [
    offer('basic'),
    offer('seats', { licences: { min: 5, max: 9 } }),
    offer('addon', { needsOneOf: ['basic', 'seats'] }),
    offer('sales', { family: 'dynamics365' }),
    { ...offer('usage', { family: 'azure', term: 'none', billing: 'usage' }), licences: undefined },
    ...many,
  ],
});
const read = (chosen: Chosen, has: string[] = [], may: (family: Service) => boolean = () => true) =>
  readOrder(chosen, { catalogue, has, may });
const lines = (chosen: Chosen, has?: string[]) => {
  const order = read(chosen, has);
  return 'lines' in order ? order.lines.map(line => [line.offer.id, line.licences]) : order;
};

describe('an order', () => {
  it('has a line for each offer that was chosen, in the order of the catalogue', () => {
    expect(lines({ usage: 'true', seats: ' ５ ', basic: '300', sales: '', addon: '0' })).toEqual([
      ['basic', 300],
      ['seats', 5],
      ['usage', 0],
    ]);
  });

  it.each([
    ['basic', '301', 'outOfRange'],
    ['seats', '4', 'outOfRange'],
    ['seats', '10', 'outOfRange'],
    ['basic', '-1', 'notANumber'],
    ['basic', '1.5', 'notANumber'],
    ['basic', 'ten', 'notANumber'],
    ['basic', '1e3', 'notANumber'],
    ['basic', '99999999999', 'notANumber'],
    ['usage', '3', 'notANumber'],
    ['gone', '1', 'unknownOffer'],
    ['__proto__x', '1', 'unknownOffer'],
    ['addon', '1', 'needsBase'],
  ])('is refused, and says at the line why: %s × %s', (id, text, why) => {
    expect(read({ [id]: text })).toEqual({ refused: { lines: { [id]: why }, order: undefined } });
  });

  it('lets an add-on come with what it needs, or be added to what is there', () => {
    expect(lines({ addon: '1', seats: '5' })).toHaveLength(2);
    expect(lines({ addon: '1' }, ['basic'])).toHaveLength(1);
  });

  it('keeps to the services of whoever orders', () => {
    const order = read({ basic: '1', sales: '1' }, [], family => family !== 'office365');
    expect(order).toEqual({ refused: { lines: { basic: 'notYours' }, order: undefined } });
  });

  it.each([{}, { basic: '' }, { basic: '0', usage: 'false' }])('is refused when it is empty: %j', chosen => {
    expect(read(chosen)).toEqual({ refused: { lines: {}, order: 'empty' } });
  });

  it('has so many lines at most', () => {
    const some = (count: number) => Object.fromEntries(many.slice(0, count).map(({ id }) => [id, '1']));
    expect(lines(some(ORDER_LINES_MAX))).toHaveLength(ORDER_LINES_MAX);
    expect(read(some(ORDER_LINES_MAX + 1))).toMatchObject({ refused: { order: 'tooManyLines' } });
  });

  it('never has a line outside the limits of its offer, whatever was typed', () => {
    const text = fc.oneof(fc.string(), fc.integer().map(String), fc.constantFrom('true', 'false', ''));
    const id = fc.oneof(fc.constantFrom(...catalogue.offers.map(each => each.id)), fc.string());
    fc.assert(
      fc.property(fc.dictionary(id, text), chosen => {
        const order = read(chosen);
        for (const { offer: bought, licences } of 'lines' in order ? order.lines : []) {
          const { min, max } = bought.licences ?? { min: 0, max: 0 };
          expect(Number.isInteger(licences) && licences >= min && licences <= max).toBe(true);
        }
      }),
    );
  });
});

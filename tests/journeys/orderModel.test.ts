import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accountIdOf } from '../../domain/account.ts';
import { buttonsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { type Chain, chain, facts, licences, rightDetails } from './support/orders.ts';
import { type Office, office } from './support/partnerships.ts';
import type { Person, Seen } from './support/person.ts';
import { OFFERS, servesTogether } from './support/subscriptions.ts';

/**
 * Whatever somebody clicks, on new cards and old ones, however often it arrives and at whichever bot: one submission is
 * one order, and what was cancelled before it was submitted leaves no row.
 */
let house: House;
let other: House;
let world: Chain;
let customer: Office;
beforeAll(async () => {
  house = await openHouse();
  other = await openHouse({ beside: house, instance: 'the-other-bot' });
  world = await chain(house);
  customer = await office(house, 'customer', 'Wingtip');
  await servesTogether(house, { ...world, customer });
});
afterAll(async () => {
  await other.stop();
  await house.stop();
});

/** A click: which card of those seen so far, counted from the newest; which of its buttons, or the one that leads on; how often it arrives, and where. */
interface Move {
  card: number;
  button: number | 'onward';
  arrivals: boolean[];
}
const move: fc.Arbitrary<Move> = fc.record({
  // Mostly the card that is there now.
  card: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 6 }) }),
  button: fc.oneof(
    { weight: 4, arbitrary: fc.constant('onward' as const) },
    { weight: 3, arbitrary: fc.nat({ max: 6 }) },
  ),
  arrivals: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
});

const ONWARD = /\.(?:subscriptions|review|submit)$/;
const ORDERED = /^(?:Ordered for Wingtip\n|Setup information for )/;

interface Played {
  /** How many answers said that an order was submitted just now, by its id. */
  submitted: Map<string, number>;
  /** Every order that any card spoke of. */
  orders: Set<string>;
}

/** Plays the moves; whoever is asked to fill something in fills it in rightly. */
async function play(
  person: Person,
  flow: 'customer' | 'subscription',
  moves: readonly Move[],
): Promise<Played> {
  const command = flow === 'customer' ? 'add customer' : 'add subscription Wingtip';
  const inputs = { ...rightDetails({ reseller: world.reseller.id }), ...licences({ [OFFERS.basic]: '3' }) };
  const there = person.at(other);
  const seen: Seen[] = [await person.types('cancel'), await person.types(command)];
  const played: Played = { submitted: new Map(), orders: new Set() };
  for (const { card, button, arrivals } of moves) {
    const shown = seen[Math.max(0, seen.length - 1 - card)];
    const own = buttonsOf(shown?.card).filter(({ verb }) => /^add(?:Customer|Subscription)\./.test(verb));
    const onward = own.find(({ verb }) => ONWARD.test(verb));
    const chosen = button === 'onward' ? onward : own[button % Math.max(1, own.length)];
    if (!chosen) {
      seen.push(await person.types(command));
      continue;
    }
    const order = String(chosen.data.order ?? '');
    const answers = await Promise.all(
      arrivals.map(elsewhere =>
        (elsewhere ? there : person.at(house)).sends(chosen.verb, { ...inputs, ...chosen.data }, 'm'),
      ),
    );
    for (const answer of answers) {
      seen.push({ ...answer });
      if (ORDERED.test(answer.text)) played.submitted.set(order, (played.submitted.get(order) ?? 0) + 1);
    }
  }
  for (const { card } of seen) {
    for (const { data } of buttonsOf(card)) if (typeof data.order === 'string') played.orders.add(data.order);
  }
  await Promise.all([house.settled(), other.settled()]);
  return played;
}

describe.each(['customer', 'subscription'] as const)('adding a %s', flow => {
  it('is one order a submission, and none without', async () => {
    let all = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 9 }), async moves => {
        const { submitted, orders } = await play(world.provider.admin, flow, moves);
        all += submitted.size;
        const rows = await facts(house);
        for (const order of orders) {
          const partition = flow === 'customer' ? accountIdOf(order) : customer.id;
          const expected = submitted.has(order) ? [`${partition} order:${order}`] : [];
          expect(rows.filter(row => row.endsWith(` order:${order}`))).toEqual(expected);
          expect(submitted.get(order) ?? 1).toBe(1);
          const account = accountIdOf(order);
          expect(rows.includes(`${account} company:${account}`)).toBe(
            flow === 'customer' && submitted.has(order),
          );
        }
      }),
      { numRuns: 12 },
    );
    expect(all).toBeGreaterThan(3);
  }, 90_000);

  it('leaves no row when it is cancelled, whatever was clicked before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 6 }), async moves => {
        const before = await facts(house);
        const person = world.provider.admin;
        const innocent = moves.map(each => ({ ...each, arrivals: each.arrivals.slice(0, 2) }));
        const { submitted } = await play(person, flow, innocent);
        fc.pre(submitted.size === 0);
        await person.types('cancel');
        await house.settled();
        expect(await facts(house)).toEqual(before);
      }),
      { numRuns: 8 },
    );
  }, 90_000);
});

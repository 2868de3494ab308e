import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConflictError } from '../../storage/errors.ts';
import { type ErrandResult, type Legacy, Outbox, type QueuedErrand } from '../../storage/outbox.ts';
import type { Tables } from '../../storage/tables.ts';
import { openTestTables } from '../support/azurite.ts';
import { at, errand, NOW } from './examples.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await openTestTables();
});
afterAll(() => tables.close());

function openOutbox(instance: string = randomUUID()): Outbox {
  return new Outbox(tables.companies, tables.outbox, instance);
}

/** Queues errands of these names in a company, each at a time of its own. */
async function queue(outbox: Outbox, company: string, names: Record<string, number>): Promise<void> {
  const ops = Object.entries(names).map(([name, ms]) => outbox.add(errand(name), at(ms)));
  await tables.companies.transact(company, ops);
}

/** What is due now, the oldest first. */
async function dueIn(outbox: Outbox, company: string, instance: string, now: Date, most = 100) {
  return (await outbox.agenda(company, instance, now, most)).due;
}

const namesOf = (due: { errand: QueuedErrand['errand'] }[]) =>
  due.map(queued => (queued.errand.kind === 'redraw' ? queued.errand.invitationId : '?'));

describe('errands of a company', () => {
  it('are due in the order of their times, and not before', async () => {
    const [outbox, company] = [openOutbox(), randomUUID()];
    await queue(outbox, company, { later: 5_000, second: 20, first: 10 });
    expect(namesOf(await dueIn(outbox, company, outbox.instance, at(20)))).toEqual(['first', 'second']);
    expect(namesOf(await dueIn(outbox, company, outbox.instance, at(5_000)))).toContain('later');
  });

  it('are those of one instance only', async () => {
    const [one, other, company] = [openOutbox(), openOutbox(), randomUUID()];
    await queue(one, company, { mine: 0 });
    expect(await dueIn(other, company, other.instance, NOW)).toEqual([]);
    expect(namesOf(await dueIn(other, company, one.instance, NOW))).toEqual(['mine']);
  });

  it('tell when the next one is due', async () => {
    const [outbox, company] = [openOutbox(), randomUUID()];
    const agenda = () => outbox.agenda(company, outbox.instance, NOW, 10);
    expect(await agenda()).toEqual({ due: [], next: undefined });
    await queue(outbox, company, { later: 90_000, sooner: 60_000, now: 0 });
    const { due, next } = await agenda();
    expect(namesOf(due)).toEqual(['now']);
    expect(next).toEqual(at(60_000));
  });

  it('are given in portions', async () => {
    const [outbox, company] = [openOutbox(), randomUUID()];
    await queue(outbox, company, { first: 0, second: 1, third: 2 });
    expect(namesOf(await dueIn(outbox, company, outbox.instance, at(2), 2))).toEqual(['first', 'second']);
  });
});

describe('settling', () => {
  it('writes down how an errand ended and takes it out of the queue', async () => {
    const [outbox, company] = [openOutbox(), randomUUID()];
    await queue(outbox, company, { told: 0, blocked: 1 });
    const due = await dueIn(outbox, company, outbox.instance, at(1));
    const ends = [
      { outcome: 'delivered' },
      { outcome: 'blocked', reason: 'The connector answered 403' },
    ] as const;
    const results = due.map((queued, index): ErrandResult => ({ queued, ...(ends[index] ?? ends[0]) }));
    await outbox.settle(company, results, at(2));

    expect(await dueIn(outbox, company, outbox.instance, at(10))).toEqual([]);
    const deliveries = await outbox.deliveries(company, 10);
    expect(new Set(namesOf(deliveries))).toEqual(new Set(['told', 'blocked']));
    const blocked = deliveries.find(delivery => delivery.outcome === 'blocked');
    expect(blocked).toMatchObject({
      reason: 'The connector answered 403',
      attempts: 1,
      at: at(2).toISOString(),
    });
  });

  it('queues what must be tried again for its time, and counts the tries', async () => {
    const [outbox, company] = [openOutbox(), randomUUID()];
    await queue(outbox, company, { busy: 0 });
    const [queued] = await dueIn(outbox, company, outbox.instance, NOW);
    if (!queued) throw new Error('nothing was due');
    await outbox.settle(company, [{ queued, again: at(30_000) }], NOW);

    expect(await dueIn(outbox, company, outbox.instance, at(29_999))).toEqual([]);
    const [again] = await dueIn(outbox, company, outbox.instance, at(30_000));
    expect(again).toMatchObject({ attempts: 1, queuedAt: NOW.toISOString() });
    expect(await outbox.deliveries(company, 10)).toEqual([]);
  });

  it('is refused whole when another instance has settled one of them', async () => {
    const [outbox, company] = [openOutbox(), randomUUID()];
    await queue(outbox, company, { first: 0, second: 1 });
    const due = await dueIn(outbox, company, outbox.instance, at(1));
    const delivered = due.map((queued): ErrandResult => ({ queued, outcome: 'delivered' }));
    await outbox.settle(company, delivered.slice(0, 1), NOW);
    await expect(outbox.settle(company, delivered, NOW)).rejects.toThrow(ConflictError);
    expect(namesOf(await dueIn(outbox, company, outbox.instance, at(1)))).toEqual(['second']);
    expect(await outbox.deliveries(company, 10)).toHaveLength(1);
  });

  it('takes a whole batch of fifty', async () => {
    const [outbox, company] = [openOutbox(), randomUUID()];
    await queue(outbox, company, Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`e${i}`, i])));
    const due = await dueIn(outbox, company, outbox.instance, at(100), 50);
    await outbox.settle(
      company,
      due.map(queued => ({ queued, outcome: 'delivered' })),
      NOW,
    );
    expect(await dueIn(outbox, company, outbox.instance, at(100), 50)).toHaveLength(10);
    expect(await outbox.deliveries(company, 100)).toHaveLength(50);
  });

  it('lists the latest deliveries first', async () => {
    const [outbox, company] = [openOutbox(), randomUUID()];
    await queue(outbox, company, { old: 0, young: 1 });
    for (const queued of await dueIn(outbox, company, outbox.instance, at(1))) {
      const when = namesOf([queued])[0] === 'old' ? at(10) : at(20);
      await outbox.settle(company, [{ queued, outcome: 'delivered' }], when);
    }
    expect(namesOf(await outbox.deliveries(company, 10))).toEqual(['young', 'old']);
    expect(namesOf(await outbox.deliveries(company, 1))).toEqual(['young']);
  });
});

/** Takes over what a lapsed instance left. */
async function claimed(heir: Outbox, dead: Outbox): Promise<Legacy> {
  const [row] = (await heir.lapsed(at(1))).filter(found => found.value.name === dead.instance);
  if (!row) throw new Error('it has not lapsed');
  return heir.takeOver(row, at(45_000));
}

async function hasLapsed(outbox: Outbox, now: Date): Promise<boolean> {
  return (await outbox.lapsed(now)).some(found => found.value.name === outbox.instance);
}

describe('instances', () => {
  it('are found by their marks when they die, without looking at any company', async () => {
    const dead = openOutbox();
    const companies = [randomUUID(), randomUUID()];
    for (const company of [...companies, ...companies]) await dead.mark(company);
    expect(new Set(await openOutbox().marksOf(dead.instance))).toEqual(new Set(companies));
  });

  it('lapse when they have not said for a while that they live', async () => {
    const outbox = openOutbox();
    await outbox.beat(at(45_000));
    const lapsed = async (ms: number) =>
      (await outbox.lapsed(at(ms))).filter(row => row.value.name === outbox.instance);
    expect(await lapsed(45_000)).toHaveLength(0);
    expect(await lapsed(45_001)).toHaveLength(1);
  });

  it('are taken over by one other, however many try', async () => {
    const dead = openOutbox();
    await dead.beat(NOW);
    const [row] = (await dead.lapsed(at(1))).filter(found => found.value.name === dead.instance);
    if (!row) throw new Error('it has not lapsed');
    const tries = Array.from({ length: 5 }, () => openOutbox().takeOver(row, at(45_000)));
    const won = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect((await dead.lapsed(at(1))).some(found => found.value.name === dead.instance)).toBe(false);
  });

  it('leave nothing behind when they are signed off', async () => {
    const [dead, heir, company] = [openOutbox(), openOutbox(), randomUUID()];
    await dead.beat(NOW);
    await dead.mark(company);
    const legacy = await claimed(heir, dead);
    expect([...legacy.marks.keys()]).toEqual([company]);
    await heir.unmark(legacy, company);
    await heir.signOff(legacy);
    expect(await heir.marksOf(dead.instance)).toEqual([]);
    expect(await hasLapsed(dead, at(90_000))).toBe(false);
  });

  it('are not signed off while something of them is left', async () => {
    const [dead, heir] = [openOutbox(), openOutbox()];
    await dead.beat(NOW);
    await dead.mark(randomUUID());
    await heir.signOff(await claimed(heir, dead));
    expect(await hasLapsed(dead, at(90_000))).toBe(true);
  });

  it('keep what they mark in a new life, however late their heir is done with the former one', async () => {
    const [dead, heir, company] = [openOutbox(), openOutbox(), randomUUID()];
    await dead.beat(NOW);
    await dead.mark(company);
    const legacy = await claimed(heir, dead);
    const alive = openOutbox(dead.instance);
    await alive.beat(at(60_000));
    await alive.mark(company);
    await heir.unmark(legacy, company);
    await heir.signOff(legacy);
    expect(await heir.marksOf(alive.instance)).toEqual([company]);
    expect(await hasLapsed(alive, at(90_000))).toBe(true);
  });

  it('are not taken over once they live again', async () => {
    const [dead, heir] = [openOutbox(), openOutbox()];
    await dead.beat(NOW);
    const [row] = (await heir.lapsed(at(1))).filter(found => found.value.name === dead.instance);
    if (!row) throw new Error('it has not lapsed');
    await openOutbox(dead.instance).beat(at(45_000));
    await expect(heir.takeOver(row, at(45_000))).rejects.toThrow(ConflictError);
  });

  it('mark a company again after they were taken for dead', async () => {
    const [outbox, company] = [openOutbox(), randomUUID()];
    await outbox.beat(NOW);
    await outbox.mark(company);
    const heir = openOutbox();
    await heir.unmark(await claimed(heir, outbox), company);
    await outbox.mark(company);
    expect(await outbox.marksOf(outbox.instance)).toEqual([]);
    outbox.forgetMarks();
    await outbox.mark(company);
    expect(await outbox.marksOf(outbox.instance)).toEqual([company]);
  });

  it('may bear a name of any characters', async () => {
    const outbox = openOutbox(`host/${randomUUID()}#3978?`);
    const company = randomUUID();
    await outbox.mark(company);
    await queue(outbox, company, { one: 0 });
    expect(namesOf(await dueIn(outbox, company, outbox.instance, NOW))).toEqual(['one']);
    expect(await outbox.marksOf(outbox.instance)).toEqual([company]);
  });
});

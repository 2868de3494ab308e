import { describe, expect, it } from '@jest/globals';
import { VERBS } from '../../bot/answerTurn.ts';
import { historyCard } from '../../cards/history.ts';
import { cardName, historyWords } from '../../cards/historyWords.ts';
import { HISTORY_EVENTS, type HistoryEntry } from '../../domain/history.ts';
import { INVITATION_KINDS } from '../../domain/invitation.ts';
import { LANGUAGES } from '../../domain/language.ts';
import { lint, textsOf } from '../support/cardLint.ts';
import { alex, NOW } from './examples.ts';

const asItIs = (text: string) => text;
const entry = (over: Partial<HistoryEntry> = {}): HistoryEntry => ({
  at: NOW.toISOString(),
  by: alex,
  subject: 'a subject',
  event: 'sent',
  detail: { kind: 'customer', name: 'Wingtip Toys', email: 'kim@wingtip.example' },
  ...over,
});
/** Everything that any event tells. */
const ALL = {
  name: 'Wingtip Toys',
  email: 'kim@wingtip.example',
  person: 'Kim Akers',
  personEmail: 'kim@wingtip.example',
  provider: 'Fabrikam',
  reseller: 'Contoso',
  to: 'Robin Kline',
  services: 'azure',
  agent: 'salesAgent',
  admin: 'none',
  reason: 'We have a partner.',
  customer: 'Wingtip Toys',
  partner: 'Fabrikam',
  offer: 'Microsoft 365 E3',
  reference: 'SR-0123-4567',
  licences: '10',
  before: '5',
  purchase: 'reservations',
  made: '12',
};
/** Cards from which nothing is changed that history tells of. */
const ONLY_READ = ['help', 'learn', 'permissions', 'history', 'language'];

describe.each(LANGUAGES)('history in %s', language => {
  it.each(Object.keys(HISTORY_EVENTS))('has words for %s, with and without what older rows lack', event => {
    const whole = INVITATION_KINDS.map(kind =>
      historyWords(entry({ event, detail: { ...ALL, kind } }), language, asItIs),
    );
    for (const { what } of whole) {
      expect(what).not.toContain('–');
      expect(what).toMatch(/Wingtip|Kim|Fabrikam|12/);
    }
    const old = historyWords(entry({ event, detail: undefined }), language, asItIs);
    expect(old.what.length).toBeGreaterThan(3);
    expect(old.reason).toBeUndefined();
  });

  it('tells who, from which card, and the reason', () => {
    const words = historyWords(
      entry({ event: 'declined', via: 'accept.decline', detail: ALL }),
      language,
      asItIs,
    );
    expect(words.who).toBe(alex.name);
    expect(words.reason).toContain(ALL.reason);
    expect(words.from).toBeTruthy();
  });

  it('reads as a neutral line what a later version wrote', () => {
    const words = historyWords(entry({ event: 'orderSubmitted', via: 'orders.submit' }), language, asItIs);
    expect(words.what).toContain('orderSubmitted');
    expect(words.from).toBeUndefined();
  });

  it('names every card from which something can be changed', () => {
    const nameless = VERBS.map(verb => verb.split('.')[0] ?? '').filter(
      card => !ONLY_READ.includes(card) && !cardName(card),
    );
    expect([...new Set(nameless)]).toEqual([]);
  });

  it('fits on a card with the longest names there are', () => {
    const long = '漢'.repeat(200);
    const email = `${'k'.repeat(200)}@wingtip.example`;
    const detail = {
      ...ALL,
      kind: 'joint',
      name: long,
      email,
      person: long,
      personEmail: email,
      provider: long,
      reason: long,
    };
    const entries = Array.from({ length: 10 }, () =>
      entry({ event: 'approvalToBeChecked', by: { ...alex, name: long }, via: 'accept.approve', detail }),
    );
    const card = historyCard(
      {
        subject: { of: 'invitation', id: '0'.repeat(64) },
        name: long,
        entries,
        shorter: true,
        next: 'x'.repeat(400),
        page: 100,
        exportUrl: `https://desk.contoso.example/exports/${'x'.repeat(43)}`,
      },
      language,
    );
    expect(lint(card)).toEqual([]);
  });
});

describe('the days of a history', () => {
  const card = (timeZone: string | undefined) =>
    historyCard(
      {
        subject: { of: 'company' },
        name: 'Contoso',
        entries: [entry({ at: '2026-11-20T16:30:00Z' }), entry({ at: '2026-11-20T14:30:00Z' })],
        shorter: false,
        page: 1,
        exportUrl: 'https://desk.contoso.example/exports/x',
        timeZone,
      },
      'en',
    );
  const texts = (timeZone: string | undefined) => [...textsOf(card(timeZone))].map(({ text }) => text);

  it('are those of the reader, whose midnight lies elsewhere', () => {
    expect(texts('Asia/Tokyo')).toEqual(
      expect.arrayContaining(['November 21, 2026', '1:30 AM', 'November 20, 2026', '11:30 PM']),
    );
  });

  it.each([undefined, 'Nowhere/At All', ''])(
    'are those of UTC, and say so, when nobody knows: %j',
    timeZone => {
      expect(texts(timeZone)).toEqual(
        expect.arrayContaining(['November 20, 2026 (UTC)', '4:30 PM', '2:30 PM']),
      );
    },
  );
});

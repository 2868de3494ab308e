import { describe, expect, it } from '@jest/globals';
import { HISTORY_EVENTS, type HistoryEntry, maySeeEntry } from '../../domain/history.ts';
import { levelsOf, ROLE_NAMES, TABLE } from '../support/permissionTable.ts';

const entry = (event: string, kind?: string): HistoryEntry => ({
  at: '2026-11-20T09:00:00Z',
  by: 'desk',
  subject: 'x',
  event,
  detail: kind ? { kind } : undefined,
});
/** For each role whether the table of the design lets it see all of these. */
const cells = (...actions: (keyof typeof TABLE)[]) =>
  ROLE_NAMES.map((_, column) => actions.every(action => TABLE[action][column] === 'yes'));
const seen = (each: HistoryEntry) => ROLE_NAMES.map(role => maySeeEntry(each, levelsOf(role)));

describe('an entry of history is read by whoever may see the record', () => {
  it('of the company: every member', () => {
    expect(seen(entry('company.edited'))).toEqual(ROLE_NAMES.map(() => true));
    expect(maySeeEntry(entry('company.edited'), { agent: 'none', admin: 'none' })).toBe(true);
  });

  it.each(['user.added', 'role.requested', 'adminRecovered'])('of people: %s', event => {
    expect(seen(entry(event))).toEqual(cells('managePeople'));
  });

  it.each(['administrationChanged', 'customerShared', 'customerIsPartner'])('of customers: %s', event => {
    expect(seen(entry(event))).toEqual(cells('seeCustomers'));
  });

  it.each(['partnershipRemoved', 'providerAuthorized', 'partnerApproved'])('of partners: %s', event => {
    expect(seen(entry(event))).toEqual(cells('seePartnerProfiles'));
  });

  it.each(['customer', 'joint', 'addProvider'])('of invitations to customers: %s', kind => {
    expect(seen(entry('sent', kind))).toEqual(cells('seeCustomers'));
  });

  it.each(['partnership', undefined])('of requests for a partnership, and what may be one: %s', kind => {
    expect(seen(entry('sent', kind))).toEqual(cells('seeCustomers', 'seePartnerProfiles'));
  });

  it('and what a later version wrote by those who may see everything', () => {
    expect(seen(entry('orderSubmitted'))).toEqual(
      cells('seeCustomers', 'seePartnerProfiles', 'managePeople'),
    );
    expect(seen(entry('toString'))).toEqual(seen(entry('orderSubmitted')));
  });

  it('and never by someone who is no member', () => {
    expect(
      Object.keys(HISTORY_EVENTS).filter(event => maySeeEntry(entry(event, 'customer'), undefined)),
    ).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Levels } from '../../domain/permissions.ts';
import { type House, openHouse } from './support/house.ts';
import {
  authorizes,
  becomePartners,
  draftsRequest,
  type Office,
  office,
  requests,
} from './support/partnerships.ts';
import { allRows } from './support/rows.ts';

const DAY = 24 * 60 * 60 * 1000;
let house: House;
let provider: Office;
beforeAll(async () => {
  house = await openHouse();
  provider = await office(house, 'indirectProvider', 'Fabrikam');
});
afterAll(() => house.stop());

describe('the form of a partnership request', () => {
  it('keeps what was typed when it is refused, and says what is wrong', async () => {
    const { admin } = provider;
    await admin.types('request partnership');
    await admin.clicks('Next', { email: 'dana at contoso', name: '', reference: 'Ticket 7', language: 'ja' });
    expect(admin.seen.text).toContain('This is not an email address');
    expect(admin.seen.text).toContain('Please fill this in');
    await admin.clicks('Next', { email: 'dana@kept.example', name: 'Kept' });
    expect(admin.seen.text).toContain('パートナーシップ');
    await admin.clicks('Next');
    await admin.clicks('Done');
    expect(admin.seen.text).toContain('Ticket 7');
    expect(admin.seen.text).toContain('dana@kept.example');
  });

  it('opens from the list of resellers, and with an address from the words typed', async () => {
    const { admin } = provider;
    await admin.types('indirect resellers');
    await admin.clicks('Request a partnership');
    expect(admin.seen.text).toContain('Reseller email');
    await admin.types('request partnership lou@typed.example');
    expect(admin.seen.text).toContain('Reseller email');
    await admin.clicks('Next', { name: 'Typed' });
    expect(admin.seen.text).toContain('Hello');
    await admin.clicks('Cancel');
  });

  it('is left with nothing kept by Cancel', async () => {
    const { admin } = provider;
    await admin.types('request partnership lou@left.example');
    await admin.clicks('Cancel');
    expect(admin.seen.text).toContain('Canceled');
    await admin.types('invitations');
    expect(admin.seen.text).not.toContain('left.example');
  });
});

describe('who may request a partnership', () => {
  const none = { agent: 'none', admin: 'none' } as const;
  it.each([
    ['a global admin', { ...none, admin: 'globalAdmin' }],
    ['an admin agent', { ...none, agent: 'adminAgent' }],
    ['a sales agent', { ...none, agent: 'salesAgent' }],
  ] as [string, Levels][])('%s', async (who, levels) => {
    const person = await provider.colleague(`Yes ${who}`, levels);
    const email = `x@${who.replaceAll(' ', '')}.example`;
    await requests(person, { email, name: 'Asked' });
    expect(person.seen.text).toContain('Partnership request to Asked: Sent');
  });

  it.each([
    ['a helpdesk agent', { ...none, agent: 'helpdeskAgent' }],
    ['a billing admin', { ...none, admin: 'billingAdmin' }],
    ['a user management admin', { ...none, admin: 'userManagementAdmin' }],
  ] as [string, Levels][])('not %s, who reads who may', async (who, levels) => {
    const person = await provider.colleague(`No ${who}`, levels);
    await person.types('request partnership dana@contoso.example');
    expect(person.seen.text).toContain('To request a partnership, you need one of these roles');
    expect(person.seen.text).toContain('Sales agent');
    expect(person.seen.text).toContain(provider.admin.options.name);
    await person.sends('requestPartnership.next', { email: 'dana@contoso.example', name: 'Contoso' });
    expect(person.seen.text).toContain('you need one of these roles');
  });

  it.each(['indirectReseller', 'directPartner', 'customer'] as const)('no %s', async kind => {
    const { admin } = await office(house, kind, 'Elsewhere');
    await admin.types('request partnership dana@contoso.example');
    expect(admin.seen.text).toContain('Only indirect providers request partnerships');
    await admin.sends('requestPartnership.next', { email: 'dana@contoso.example', name: 'Contoso' });
    expect(admin.seen.text).toContain('Only indirect providers request partnerships');
  });
});

describe('a request that was sent', () => {
  it('is withdrawn: the link is dead and whoever opened it is told', async () => {
    const reseller = await office(house, 'indirectReseller', 'Withdrawn');
    const { admin } = provider;
    const sent = await requests(admin, { email: reseller.admin.options.email, name: 'Withdrawn' });
    await reseller.admin.types(sent.link);
    const card = reseller.admin.seen;
    await admin.clicks('Withdraw');
    expect(admin.seen.text).toContain('Partnership request to Withdrawn: Withdrawn');
    await house.settled();
    expect(reseller.admin.reads().text).toContain('Fabrikam withdrew its request');
    expect(reseller.admin.looksAgain(card.messageId).text).toContain('withdrew this request');
    await reseller.admin.clicks('Authorize indirect provider', { confirmAuthorize: 'true' }, card);
    expect(reseller.admin.seen.text).toContain('withdrew this request');
    await reseller.admin.types('indirect providers');
    expect(reseller.admin.seen.text).toContain('No indirect providers yet');
  });

  it('is sent again with a new link, and the old one is dead', async () => {
    const reseller = await office(house, 'indirectReseller', 'Again');
    const { admin } = provider;
    const sent = await requests(admin, { email: reseller.admin.options.email, name: 'Again' });
    await admin.clicks('Send again');
    const link = /http:\/\/localhost:3978\/invitations\/[\w.-]+/.exec(admin.seen.text)?.[0] ?? '';
    expect(link).not.toBe(sent.link);
    await admin.clicks('Done');
    await reseller.admin.types(sent.link);
    expect(reseller.admin.seen.text).toContain('This link cannot be used');
    await reseller.admin.types(link);
    await authorizes(reseller.admin);
    expect(reseller.admin.seen.text).toContain('authorized Fabrikam');
  });

  it('is reminded of with the same link', async () => {
    const reseller = await office(house, 'indirectReseller', 'Reminded');
    const { admin } = provider;
    const sent = await requests(admin, { email: reseller.admin.options.email, name: 'Reminded' });
    await admin.clicks('Remind');
    expect(admin.seen.text).toContain(sent.link);
    await admin.clicks('Done');
    expect(admin.seen.text).toContain('Last reminder');
    await reseller.admin.types(sent.link);
    expect(reseller.admin.mayClick('Authorize indirect provider')).toBe(true);
  });

  it('expires, which both sides are told', async () => {
    const reseller = await office(house, 'indirectReseller', 'Expired');
    const { admin } = provider;
    const sent = await requests(admin, { email: reseller.admin.options.email, name: 'Expired' });
    await reseller.admin.types(sent.link);
    house.clock.forward(31 * DAY);
    await house.bot.timers.fire();
    await house.settled();
    expect(admin.inbox.join('\n')).toContain('The partnership request to Expired has expired');
    expect(reseller.admin.inbox.join('\n')).toContain('The request from Fabrikam has expired');
  });

  it('is declined with a reason, which the provider reads', async () => {
    const reseller = await office(house, 'indirectReseller', 'Declined');
    const { admin } = provider;
    const sent = await requests(admin, { email: reseller.admin.options.email, name: 'Declined' });
    await reseller.admin.types(sent.link);
    await reseller.admin.clicks('Decline', { reason: 'We have one already' });
    await house.settled();
    expect(admin.reads().text).toContain('Declined declined your partnership request');
    expect(admin.seen.text).toContain('We have one already');
    await admin.types('indirect resellers Declined');
    expect(admin.seen.text).toContain('Nothing matches');
  });
});

describe('the link of a request', () => {
  it('is kept nowhere, in no table and in no log', async () => {
    const { code, link } = await requests(provider.admin, { email: 'x@secret.example', name: 'Secret' });
    const reseller = await office(house, 'indirectReseller', 'Secret');
    await reseller.admin.types(link);
    await house.settled();
    const mac = code.slice(64);
    expect(mac.length).toBeGreaterThan(20);
    for (const row of await allRows(house)) expect(row.text).not.toContain(mac);
    expect(house.log.join('\n')).not.toContain(mac);
  });
});

describe('a reseller that was asked before', () => {
  it('is not asked twice at one address: the colleague sees the first request', async () => {
    const colleague = await provider.colleague('Robin Second', { agent: 'salesAgent', admin: 'none' });
    await requests(provider.admin, { email: 'twice@contoso.example', name: 'Twice' });
    await colleague.types('request partnership Twice@contoso.example');
    await colleague.clicks('Next', { name: 'Twice' });
    expect(colleague.seen.text).toContain('was already asked by Admin of Fabrikam');
  });

  it('or is being asked right now: the draft is shown', async () => {
    const colleague = await provider.colleague('Robin Third', { agent: 'salesAgent', admin: 'none' });
    await draftsRequest(provider.admin, { email: 'drafted@contoso.example', name: 'Drafted' });
    await provider.admin.types('cancel');
    await colleague.types('request partnership drafted@contoso.example');
    await colleague.clicks('Next', { name: 'Drafted' });
    expect(colleague.seen.text).toContain('has already prepared an email');
  });

  it('and became a partner: its record is offered', async () => {
    const reseller = await office(house, 'indirectReseller', 'Already There');
    await becomePartners(house, provider.admin, reseller);
    const { admin } = provider;
    await admin.types(`request partnership ${reseller.admin.options.email}`);
    await admin.clicks('Next', { name: 'Already There' });
    expect(admin.seen.text).toContain('already have a partnership');
    await admin.clicks('View partnership');
    expect(admin.seen.text).toContain('Already There: Active');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Levels } from '../../domain/permissions.ts';
import type { ServiceRequest } from '../../domain/serviceRequest.ts';
import { handOverWork } from '../../operations/handOverWork.ts';
import { inputsOf } from './support/cardText.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { newcomer } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import {
  FORM,
  newestRequest,
  opens,
  referenceOf,
  requestsIn,
  requestsService,
} from './support/serviceRequests.ts';
import { approves, drafts, opensForm, sends, WINGTIP } from './support/story.ts';
import { serves } from './support/subscriptions.ts';
import {
  adds,
  CODE,
  entryIdOf,
  entryOf,
  type Firm,
  joins,
  newFirm,
  opensEntry,
  speaking,
} from './support/users.ts';

const LAST = 'is the only active global admin of your company, and one has to remain.';
const ONLY_GLOBAL_ADMIN = 'you need one of these roles: Global admin.';

let house: House;
let other: House;
let firm: Firm;
let dana: Person;
let una: Person;
let sam: Person;

beforeAll(async () => {
  house = await openHouse();
  other = await openHouse({ beside: house, instance: 'the-other-bot' });
});
beforeEach(async () => {
  firm = await newFirm(house);
  ({ dana, una, sam } = firm);
});
afterAll(async () => {
  await other.stop();
  await house.stop();
});

const memberOf = async ({ options }: Person) =>
  (await house.bot.desk.storage.people.get(options.tenantId, options.objectId))?.value.member;
/** Opens someone's entry and removes them, after the question. */
async function removes(admin: Person, person: Person, answers: Record<string, string> = {}): Promise<void> {
  await opensEntry(admin, person);
  await admin.clicks('Remove');
  await admin.clicks('Remove', answers);
}
const settled = async () => {
  await Promise.all([house.settled(), other.settled()]);
  await Promise.all([house.settled(), other.settled()]);
};
const secondAdmin = () => joins(dana, firm.person('Flo Anders'), { agent: 'none', admin: 'globalAdmin' });
const activeGlobalAdmins = async () => {
  const page = await house.bot.desk.storage.users.page(firm.tenantId, 100);
  return page.rows.filter(({ value }) => value.state === 'active' && value.admin === 'globalAdmin').length;
};

describe('removing someone', () => {
  it('asks first, says what ends, and changes nothing', async () => {
    await opensEntry(dana, sam);
    await dana.clicks('Remove');
    expect(dana.seen.text).toContain('Remove Sam Ito?');
    expect(dana.seen.text).toContain('From the next click on, Sam Ito may do nothing for your company here');
    expect(dana.seen.text).toContain('No invitation and no service request of theirs is open.');
    expect(await memberOf(sam)).toBeDefined();
  });

  it('is left with Cancel', async () => {
    await opensEntry(dana, sam);
    await dana.clicks('Remove');
    await dana.clicks('Cancel');
    expect(dana.seen.text).toContain('Sam Ito: Active');
    expect(await memberOf(sam)).toBeDefined();
  });

  it('ends entry and copy at once, and stands in history', async () => {
    const id = await entryIdOf(house, sam);
    await removes(una, sam);
    expect(una.seen.text).toContain('Sam Ito was removed and may not act for your company here any more.');
    expect((await house.bot.desk.storage.users.get(firm.tenantId, id))?.value).toMatchObject({
      state: 'removed',
    });
    expect(await memberOf(sam)).toBeUndefined();
    const history = rowsOf(await allRows(house), firm.tenantId, 'history:').map(row => row.text);
    expect(history.filter(text => text.includes('user.removed') && text.includes('Una Berg'))).toHaveLength(
      1,
    );
  });

  it('tells the person, and who did it', async () => {
    await removes(dana, sam);
    await settled();
    const [notice = ''] = sam.inbox.slice(-1);
    expect(notice).toContain('You were removed from Contoso');
    expect(notice).toContain('Dana Reyes removed you on');
  });

  it('leaves the entry in the list, with nothing to do but adding again', async () => {
    await removes(dana, sam);
    await dana.types('users sam');
    expect(dana.seen.text).toContain('Sam Ito\nRemoved\n');
    await dana.clicks('Open Sam Ito');
    expect(dana.buttons).toEqual(['Add user', 'History', 'Back to users']);
  });

  it('twice says that it was done already, and tells them once', async () => {
    await opensEntry(dana, sam);
    await dana.clicks('Remove');
    const question = dana.seen;
    await dana.clicks('Remove', {}, question);
    await dana.clicks('Remove', {}, question);
    await settled();
    expect(dana.seen.text).toContain('Sam Ito was removed already.');
    expect(sam.inbox.filter(text => text.startsWith('You were removed'))).toHaveLength(1);
  });

  it('who has yet to sign in kills their code', async () => {
    const ari = firm.person('Ari Lund');
    const code = await adds(dana, ari);
    await ari.types('hello');
    await removes(dana, ari);
    await ari.clicks('Sign in', { code });
    expect(ari.seen.text).toContain('No code is expected from this account.');
    expect(await memberOf(ari)).toBeUndefined();
  });

  it('cannot be undone by a form for their roles that is still open', async () => {
    await una.types(`assign roles ${sam.options.email}`);
    await removes(dana, sam);
    await una.clicks('Update', { agent: 'adminAgent' });
    expect(una.seen.text).toContain('This is not here any more');
    expect(await memberOf(sam)).toBeUndefined();
  });

  it('and their first sign-in at the same moment end in one or the other', async () => {
    const ari = firm.person('Ari Lund');
    const code = await adds(dana, ari);
    const id = await entryIdOf(house, ari);
    await ari.types('hello');
    await Promise.all([ari.clicks('Sign in', { code }), dana.sends('users.remove', { id })]);
    const entry = (await house.bot.desk.storage.users.get(firm.tenantId, id))?.value;
    expect(entry?.state).toBe('removed');
    expect(await memberOf(ari)).toBeUndefined();
  });

  it('cannot be undone by a new code', async () => {
    const id = await entryIdOf(house, sam);
    await removes(dana, sam);
    await dana.sends('users.newCode', { id });
    expect(dana.seen.text).toContain('needs no sign-in code: they have signed in already, or were removed');
    expect(dana.seen.text).not.toMatch(CODE);
  });
});

describe('whoever was removed', () => {
  it('may do nothing from the next click on, also on cards drawn before', async () => {
    await sam.types('customers');
    const customers = sam.seen;
    await opensForm(sam);
    const form = sam.seen;
    await removes(dana, sam);
    await sam.clicks('Next', WINGTIP, form);
    expect(sam.seen.text).toContain('you have not been added yet');
    await sam.sends('customers.show', {}, customers.messageId);
    expect(sam.seen.text).toContain('you have not been added yet');
  });

  it('may do nothing at another bot either', async () => {
    await sam.types('help');
    await removes(dana, sam);
    sam.goesTo(other);
    await sam.types('invitations');
    sam.goesTo(house);
    expect(sam.seen.text).not.toContain('Invitations sent');
  });

  it('cannot finish what they were confirming', async () => {
    const ari = firm.person('Ari Lund');
    await una.types('add user');
    await una.clicks('Add', { name: 'Ari Lund', email: ari.options.email, agent: 'salesAgent' });
    await removes(dana, una);
    await una.clicks('Confirm');
    expect(una.seen.text).not.toMatch(CODE);
    expect(await entryOf(house, ari)).toBeUndefined();
  });

  it('cannot go on in a form by typing into it', async () => {
    await una.types('add user');
    await removes(dana, una);
    await una.types('ari@contoso.example');
    expect(una.seen.text).not.toContain('Whoever you add may act for');
    await opensForm(sam);
    await removes(dana, sam);
    await sam.types('ari@contoso.example');
    expect(sam.seen.text).not.toContain('Customer email');
  });

  it('has no way back by an old code or a forged click', async () => {
    const id = await entryIdOf(house, una);
    await removes(dana, una);
    await una.types('hello');
    const before = rowsOf(await allRows(house), firm.tenantId, '');
    for (const [verb, data] of [
      ['users.update', { id, version: 1, agent: 'none', admin: 'userManagementAdmin' }],
      ['users.newCode', { id }],
      ['users.joinAdminAgents', {}],
      ['signIn.enter', { code: 'AAAA-AAAA-AAAA' }],
      ['addUser.confirm', {}],
    ] as const)
      await una.sends(verb, data);
    expect(rowsOf(await allRows(house), firm.tenantId, '')).toEqual(before);
  });

  it('can be added again with the same address, and signs in with a new code', async () => {
    await removes(dana, sam);
    const code = await adds(dana, sam, { agent: 'helpdeskAgent' });
    await sam.types('customers');
    expect(sam.seen.text).toContain('Enter the one-time code that Dana Reyes gave you.');
    await sam.types(code);
    expect(sam.seen.text).toContain('with these roles: Helpdesk agent.');
    await dana.types('users sam');
    expect(dana.seen.text).toContain('Sam Ito\nRemoved');
    expect(dana.seen.text).toContain('Sam Ito\nActive · Helpdesk agent');
  });

  it('and added again can be removed again', async () => {
    await removes(dana, sam);
    await joins(dana, sam);
    const id = await entryIdOf(house, sam);
    await dana.sends('users.remove', { id });
    expect(await memberOf(sam)).toBeUndefined();
    expect(await adds(dana, sam)).toMatch(CODE);
  });
});

describe('oneself', () => {
  it('is removed by an admin who is not the last, after being asked', async () => {
    await opensEntry(una, una);
    await una.clicks('Remove');
    expect(una.seen.text).toContain('Remove yourself?');
    await una.clicks('Remove');
    expect(await memberOf(una)).toBeUndefined();
    await una.types('users');
    expect(una.seen.text).toContain('you have not been added yet');
  });

  it('is not removed by the last global admin', async () => {
    await removes(dana, dana);
    expect(dana.seen.text).toContain(`Dana Reyes ${LAST}`);
    expect(await memberOf(dana)).toBeDefined();
  });
});

describe('the last active global admin', () => {
  it('stays although another one is invited', async () => {
    await adds(dana, firm.person('Flo Anders'), { admin: 'globalAdmin' });
    await removes(dana, dana);
    expect(dana.seen.text).toContain(LAST);
  });

  it('stays although another one is locked or was removed', async () => {
    const flo = firm.person('Flo Anders');
    await adds(dana, flo, { admin: 'globalAdmin' });
    await flo.types('hello');
    for (let guess = 0; guess < 5; guess++) await flo.sends('signIn.enter', { code: 'AAAA-AAAA-AAAA' });
    const gil = await joins(dana, firm.person('Gil Frost'), { agent: 'none', admin: 'globalAdmin' });
    await removes(dana, gil);
    await removes(dana, dana);
    expect(dana.seen.text).toContain(LAST);
    expect(await activeGlobalAdmins()).toBe(1);
  });

  it('may go once another one has signed in', async () => {
    await secondAdmin();
    await removes(dana, dana);
    expect(await memberOf(dana)).toBeUndefined();
    expect(await activeGlobalAdmins()).toBe(1);
  });

  it.each([
    ['each removes the other', false],
    ['each removes themselves', true],
  ])('remains when the last two race: %s', async (_, themselves) => {
    const flo = await secondAdmin();
    const [ofDana, ofFlo] = await Promise.all([dana, flo].map(person => entryIdOf(house, person)));
    flo.goesTo(other);
    await Promise.all([
      dana.sends('users.remove', { id: themselves ? ofDana : ofFlo }),
      flo.sends('users.remove', { id: themselves ? ofFlo : ofDana }),
    ]);
    flo.goesTo(house);
    expect(await activeGlobalAdmins()).toBe(1);
  });

  it('remains when one is removed while the other steps down', async () => {
    const flo = await secondAdmin();
    await flo.types(`assign roles ${flo.options.email}`);
    const id = await entryIdOf(house, dana);
    flo.goesTo(other);
    await Promise.all([
      flo.clicks('Update', { agent: 'salesAgent', admin: 'none' }),
      dana.sends('users.remove', { id }),
    ]);
    flo.goesTo(house);
    expect(await activeGlobalAdmins()).toBe(1);
  });

  it.each(['first', 'second'])(
    'remains when one after the other is removed, the %s by the other',
    async which => {
      const flo = await secondAdmin();
      const [goes, stays] = which === 'first' ? [dana, flo] : [flo, dana];
      await removes(stays, goes);
      await removes(stays, stays);
      expect(stays.seen.text).toContain(LAST);
      expect(await activeGlobalAdmins()).toBe(1);
    },
  );
});

describe('a user management admin', () => {
  it('is not offered to remove a global admin, and cannot forge it', async () => {
    const flo = await secondAdmin();
    await opensEntry(una, flo);
    expect(una.buttons).toEqual(['Update', 'History', 'Back to users']);
    const id = await entryIdOf(house, flo);
    for (const verb of ['users.askRemove', 'users.remove']) {
      await una.sends(verb, { id });
      expect(una.seen.text).toContain(ONLY_GLOBAL_ADMIN);
    }
    expect(await memberOf(flo)).toBeDefined();
  });

  it('cannot remove one who is invited only', async () => {
    const flo = firm.person('Flo Anders');
    await adds(dana, flo, { admin: 'globalAdmin' });
    await una.sends('users.remove', { id: await entryIdOf(house, flo) });
    expect(una.seen.text).toContain(ONLY_GLOBAL_ADMIN);
    expect(await entryOf(house, flo)).toMatchObject({ state: 'invited' });
  });
});

describe('open work of someone who is removed', () => {
  const HANDED = 'The open work of Sam Ito is yours now';

  it('is listed, with who could go on', async () => {
    await sends(sam, { email: 'kim@wingtip.example', name: 'Wingtip Toys' });
    await drafts(sam, { email: 'terry@tailspin.example', name: 'Tailspin' });
    await opensEntry(dana, sam);
    await dana.clicks('Remove');
    expect(dana.seen.text).toContain('2 invitations of theirs are open:');
    expect(dana.seen.text).toContain('Wingtip Toys');
    expect(dana.seen.text).toContain('Tailspin');
    expect(inputsOf(dana.seen.card)).toEqual({ handTo: dana.options.objectId });
  });

  it('does not count what was answered', async () => {
    const invitation = await sends(sam, { email: 'terry@tailspin.example', name: 'Tailspin' });
    const terry = newcomer(house, { name: 'Terry Adams' });
    await terry.types(invitation.link);
    await approves(terry);
    await settled();
    await opensEntry(dana, sam);
    await dana.clicks('Remove');
    expect(dana.seen.text).toContain('No invitation and no service request of theirs is open.');
  });

  it('goes to whoever removes, who may go on with it', async () => {
    const invitation = await sends(sam, { email: 'terry@tailspin.example', name: 'Tailspin' });
    await removes(dana, sam);
    await settled();
    expect(dana.inbox.filter(text => text.startsWith(HANDED))).toEqual([]);
    const terry = newcomer(house, { name: 'Terry Adams' });
    await terry.types(invitation.link);
    await approves(terry);
    await settled();
    expect(dana.inbox.at(-1)).toContain('Tailspin accepted your invitation');
  });

  it('goes to a colleague, who is told of it and of the answers', async () => {
    const bo = await joins(dana, firm.person('Bo Hallam'), { agent: 'adminAgent' });
    const invitation = await sends(sam, { email: 'terry@tailspin.example', name: 'Tailspin' });
    await removes(dana, sam, { handTo: bo.options.objectId });
    await settled();
    expect(bo.inbox.at(-1)).toContain(HANDED);
    const terry = newcomer(house, { name: 'Terry Adams' });
    await terry.types(invitation.link);
    await approves(terry);
    await settled();
    expect(bo.inbox.at(-1)).toContain('Tailspin accepted your invitation');
    expect(sam.inbox.filter(text => text.includes('accepted'))).toEqual([]);
  });

  it('goes to nobody who may not invite, or is not there', async () => {
    const lee = await joins(dana, firm.person('Lee Chen'), { agent: 'helpdeskAgent' });
    const elsewhere = await newFirm(house);
    const forged = [lee.options.objectId, elsewhere.dana.options.objectId, sam.options.objectId];
    await sends(sam, { email: 'terry@tailspin.example', name: 'Tailspin' });
    await opensEntry(dana, sam);
    await dana.clicks('Remove');
    expect(dana.seen.text).not.toContain(lee.options.objectId);
    const id = await entryIdOf(house, sam);
    for (const handTo of forged) await dana.sends('users.remove', { id, handTo });
    await settled();
    for (const person of [lee, elsewhere.dana])
      expect(person.inbox.filter(text => text.startsWith(HANDED))).toEqual([]);
    await elsewhere.dana.types('invitations');
    expect(elsewhere.dana.seen.text).not.toContain('Tailspin');
  });
});

describe('service requests of someone who is removed', () => {
  const TOLD = 'the service request was closed';
  const HANDED = 'The open work of Kai Ono is yours now';
  const members = [
    { agent: 'adminAgent', admin: 'none' },
    { agent: 'adminAgent', admin: 'none' },
    { agent: 'salesAgent', admin: 'none' },
    { agent: 'helpdeskAgent', admin: 'none' },
  ] as const;
  let contoso: Office;
  let wingtip: Office;
  /** Opens requests and is removed. */
  let kai: Person;
  let bo: Person;
  let sal: Person;
  let lee: Person;

  beforeEach(async () => {
    contoso = await office(house, 'directPartner', 'Contoso');
    wingtip = await office(house, 'customer', 'Wingtip Toys');
    await serves(house, contoso, wingtip);
    kai = await hired('Kai Ono', members[0]);
    bo = await hired('Bo Hallam', members[1]);
    sal = await hired('Sal Vega', members[2]);
    lee = await hired('Lee Chen', members[3]);
  });

  /** Somebody with an entry in the list, who used the bot before. */
  const hired = async (name: string, levels: Levels) => {
    const person = await contoso.colleague(name);
    return joins(contoso.admin, person, levels);
  };
  const asksToRemove = async () => {
    await opensEntry(contoso.admin, kai);
    await contoso.admin.clicks('Remove');
  };
  const removed = async (handTo?: Person) => {
    await asksToRemove();
    await contoso.admin.clicks('Remove', handTo ? { handTo: handTo.options.objectId } : {});
    await settled();
  };
  const closes = async (request: ServiceRequest) => {
    await opens(wingtip.admin, request);
    await wingtip.admin.clicks('Close request');
    await settled();
  };
  const told = (person: Person) => person.inbox.filter(text => text.includes(TOLD)).length;
  const taken = async (companyId: string) =>
    rowsOf(await allRows(house), companyId, 'history:').filter(row => row.text.includes('service.takenOver'))
      .length;

  it('are listed by reference until they are closed, with who could go on', async () => {
    const request = await requestsService(house, kai, wingtip);
    const closed = await requestsService(house, kai, wingtip);
    const another = await requestsService(house, bo, wingtip);
    await closes(closed);
    await asksToRemove();
    const { text, card } = contoso.admin.seen;
    expect(text).toContain(`One service request of theirs is not closed: ${referenceOf(request)}.`);
    for (const other of [closed, another]) expect(text).not.toContain(referenceOf(other));
    expect(text).toContain('is told of the answers to the service requests that their role lets them answer');
    expect(text).not.toContain('invitations of theirs');
    expect(inputsOf(card)).toEqual({ handTo: contoso.admin.options.objectId });
    expect(JSON.stringify(card)).toContain(bo.options.objectId);
    for (const other of [sal, lee]) expect(JSON.stringify(card)).not.toContain(other.options.objectId);
  });

  it('go to a colleague, who is told from then on; both histories and the notes say so', async () => {
    const request = await requestsService(house, kai, wingtip);
    await removed(bo);
    expect(bo.inbox.at(-1)).toContain(HANDED);
    expect(bo.inbox.at(-1)).toContain('open invitations and service requests');
    await bo.reads();
    await bo.clicks('Service requests');
    await bo.clicks(`Open ${referenceOf(request)}`);
    expect(bo.seen.text).toContain(`Kai Ono of Contoso`);
    expect(bo.seen.text).toContain('Bo Hallam of Contoso goes on with it');
    for (const { id } of [contoso, wingtip]) expect(await taken(id)).toBe(1);
    await contoso.admin.sends('history.show', { of: 'customer', id: wingtip.id });
    expect(contoso.admin.seen.text).toContain(
      `Bo Hallam goes on with service request ${referenceOf(request)}`,
    );
    await closes(request);
    expect([bo, contoso.admin, kai].map(told)).toEqual([1, 0, 0]);
  });

  it('can be handed on when the colleague is removed as well', async () => {
    const request = await requestsService(house, kai, wingtip);
    await removed(bo);
    kai = bo;
    await asksToRemove();
    expect(contoso.admin.seen.text).toContain(referenceOf(request));
    await contoso.admin.clicks('Remove');
    await settled();
    expect((await newestRequest(house, wingtip.id)).takenOverBy?.objectId).toBe(
      contoso.admin.options.objectId,
    );
  });

  it('stay with the global admins where the colleague may not answer them', async () => {
    const request = await requestsService(house, kai, wingtip);
    await sends(kai, { email: 'terry@tailspin.example', name: 'Tailspin' });
    await removed(sal);
    expect(sal.inbox.at(-1)).toContain(HANDED);
    expect(sal.inbox.at(-1)).not.toContain('service requests');
    expect((await newestRequest(house, wingtip.id)).takenOverBy).toBeUndefined();
    await closes(request);
    expect([sal, contoso.admin, kai].map(told)).toEqual([0, 1, 0]);
  });

  it('are handed over once, however often the errand is carried out; what is closed or a colleague’s stays', async () => {
    const closed = await requestsService(house, kai, wingtip);
    await closes(closed);
    const bos = await requestsService(house, bo, wingtip);
    const request = await requestsService(house, kai, wingtip);
    await removed(bo);
    const before = await requestsIn(house, wingtip.id);
    const heirOf = ({ id }: ServiceRequest) => before.find(each => each.id === id)?.takenOverBy?.name;
    expect([request, bos, closed].map(heirOf)).toEqual(['Bo Hallam', undefined, undefined]);
    const { tenantId, objectId, name } = bo.options;
    const errand = { companyId: contoso.id, fromId: kai.options.objectId, to: { tenantId, objectId, name } };
    await handOverWork(house.bot.desk, errand);
    await handOverWork(house.bot.desk, errand);
    expect(await requestsIn(house, wingtip.id)).toEqual(before);
    expect(await taken(wingtip.id)).toBe(1);
  });

  it('go on where the errand broke off', async () => {
    const requests = [
      await requestsService(house, kai, wingtip),
      await requestsService(house, kai, wingtip),
      await requestsService(house, kai, wingtip),
    ];
    const { storage } = house.bot.desk;
    const { tenantId, objectId, name } = bo.options;
    const errand = { companyId: contoso.id, fromId: kai.options.objectId, to: { tenantId, objectId, name } };
    const commit = storage.commit.bind(storage);
    const commits = jest.spyOn(storage, 'commit');
    let before = 1;
    commits.mockImplementation(async (companyId, change) => {
      const isTheirs = change.history.some(({ event }) => event === 'service.takenOver');
      if (isTheirs && before-- === 0) throw new Error('the machine is gone');
      await commit(companyId, change);
    });
    await expect(handOverWork(house.bot.desk, errand)).rejects.toThrow('the machine is gone');
    commits.mockRestore();
    const heirs = async () => (await requestsIn(house, wingtip.id)).map(each => each.takenOverBy?.name);
    expect((await heirs()).filter(heir => heir === 'Bo Hallam')).toHaveLength(1);
    await handOverWork(house.bot.desk, errand);
    await settled();
    expect(await heirs()).toEqual(requests.map(() => 'Bo Hallam'));
    for (const { id } of [contoso, wingtip]) expect(await taken(id)).toBe(3);
  });

  it('go to the colleague also after the relationship ended: the customer can still close them', async () => {
    const request = await requestsService(house, kai, wingtip);
    const { storage } = house.bot.desk;
    const row = await storage.partners.get(wingtip.id, contoso.id);
    if (!row) throw new Error('no partner');
    const ended = { ...row.value, canSell: false, endedAt: house.clock.now.toISOString() };
    await storage.commit(wingtip.id, { rows: storage.partners.put(row, ended), history: [] });
    await removed(bo);
    await closes(request);
    expect([bo, contoso.admin, kai].map(told)).toEqual([1, 0, 0]);
  });

  it('lose nothing to a customer who answers at that moment', async () => {
    const request = await requestsService(house, kai, wingtip);
    await opens(wingtip.admin, request);
    await asksToRemove();
    await contoso.admin.clicks('Remove', { handTo: bo.options.objectId });
    await Promise.all([wingtip.admin.clicks('Add note', { note: 'One more thing' }), settled()]);
    await settled();
    const { id, companyId } = request;
    const notes = await house.bot.desk.storage.serviceRequests.notes(companyId, id, 10);
    expect(notes.rows.map(({ value }) => value.deed).sort()).toEqual(['noted', 'takenOver']);
    expect((await newestRequest(house, wingtip.id)).takenOverBy?.name).toBe('Bo Hallam');
  });

  it('about the portal go to a global admin only', async () => {
    const flo = await hired('Flo Anders', { agent: 'none', admin: 'globalAdmin' });
    await flo.sends('requestPortalService.start', {});
    await flo.clicks('Send', { ...FORM });
    await settled();
    const heir = async () => (await newestRequest(house, contoso.id)).takenOverBy?.name;
    kai = flo;
    await asksToRemove();
    expect(contoso.admin.seen.text).toContain('One service request of theirs is not closed');
    const { tenantId, name } = bo.options;
    const errand = { companyId: contoso.id, fromId: flo.options.objectId };
    await handOverWork(house.bot.desk, { ...errand, to: { tenantId, objectId: bo.options.objectId, name } });
    expect(await heir()).toBeUndefined();
    await contoso.admin.clicks('Remove');
    await settled();
    expect(await heir()).toBe('Admin of Contoso');
    const history = rowsOf(await allRows(house), contoso.id, 'history:').map(row => row.text);
    expect(history.filter(text => text.includes('portal.takenOver'))).toHaveLength(1);
  });
});

describe('removing speaks', () => {
  it('Japanese', async () => {
    const reader = speaking(house, dana, 'ja-JP');
    await reader.types(`ユーザー ${sam.options.email}`);
    await reader.sends('users.askRemove', { id: await entryIdOf(house, sam) });
    expect(reader.seen.text).toContain('Sam Ito');
    await reader.clicks('削除');
    expect(reader.seen.text).toContain('削除');
    expect(await memberOf(sam)).toBeUndefined();
  });

  it('Traditional Chinese', async () => {
    const reader = speaking(house, dana, 'zh-TW');
    await reader.sends('users.askRemove', { id: await entryIdOf(house, sam) });
    await reader.clicks('移除');
    expect(reader.seen.text).toContain('移除');
    expect(await memberOf(sam)).toBeUndefined();
  });
});

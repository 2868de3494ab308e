import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StorageUnavailableError } from '../../storage/errors.ts';
import { DIRECTORY_READERS, GLOBAL_ADMIN_ROLE } from '../support/microsoft.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { settle, type Town } from './support/people.ts';
import { Person } from './support/person.ts';
import { ProvingHouses, sendsCode, sendsFailure, sendsToken, signInCardOf } from './support/proof.ts';
import { allRows } from './support/rows.ts';
import { sends } from './support/story.ts';

const MINUTE = 60_000;

/** Asks to set up a company, in the short form. */
async function enrolls(person: Person): Promise<void> {
  await person.types('set up company');
  await person.clicks('Already in CSP?');
  await person.clicks('Enroll now', { name: 'Northwind', kind: 'customer' });
}

const companyOf = async (house: House, person: Person) =>
  (await house.bot.desk.storage.companies.get(person.options.tenantId))?.value;

const levelsOf = async (house: House, { options }: Person) =>
  (await house.bot.desk.storage.people.get(options.tenantId, options.objectId))?.value.member;

describe('a desk that demands proof of global admin, and has no way to get one', () => {
  let house: House;
  let town: Town;

  beforeAll(async () => {
    house = await openHouse({ env: { TRUST_FIRST_PERSON: 'false' } });
    town = await settle(house);
  });
  afterAll(() => house.stop());

  it('lets nobody set up a company', async () => {
    const noor = newOrganization(house).person('Noor Haddad');
    await enrolls(noor);
    expect(noor.seen.text).toContain('demands proof that you are a global admin');
    expect(await companyOf(house, noor)).toBeUndefined();
  });

  it('lets nobody approve for a company that does not stand yet', async () => {
    const { dana } = town;
    const noor = newOrganization(house).person('Noor Haddad');
    const { link } = await sends(dana, { email: noor.options.email, name: 'Northwind' });
    await noor.types(link);
    await noor.clicks('Approve', { confirmGlobalAdmin: 'true' });
    expect(noor.seen.text).toContain('demands proof that you are a global admin');
    await house.settled();
    await dana.types('customers');
    expect(dana.seen.text).not.toContain('Northwind');
  });
});

describe('a desk with single sign-on', () => {
  let houses: ProvingHouses;
  let house: House;
  let town: Town;
  let noor: Person;

  beforeAll(async () => {
    houses = await ProvingHouses.begin();
    house = await houses.open();
    town = await settle(house);
  });
  beforeEach(() => {
    noor = newOrganization(house).person('Noor Haddad');
    house.log.length = 0;
  });
  afterEach(async () => {
    Object.assign(houses.microsoft, {
      exchange: 200,
      keys: 200,
      graph: 200,
      code: 200,
      signIn: 200,
      knowsSso: true,
      before: () => undefined,
    });
    const { microsoft, secrets } = houses;
    const written = [...house.log, ...(await allRows(house)).map(({ text }) => text)];
    const sent = house.connector.messages.map(({ activity }) => JSON.stringify(activity));
    for (const secret of [...secrets, ...microsoft.given]) {
      expect([...written, ...sent].filter(text => text.includes(secret))).toEqual([]);
    }
  });
  afterAll(() => houses.end());

  const expectNothing = async (person = noor) => {
    expect(await companyOf(house, person)).toBeUndefined();
    expect(await levelsOf(house, person)).toBeUndefined();
  };
  const expectEnrolled = async (person = noor) => {
    expect(person.seen.text).toContain('Northwind');
    expect(await companyOf(house, person)).toMatchObject({ name: 'Northwind' });
    expect(await levelsOf(house, person)).toMatchObject({ admin: 'globalAdmin' });
  };

  describe('asked to set up a company', () => {
    it('asks Microsoft first, and changes nothing', async () => {
      await enrolls(noor);
      expect(noor.seen.text).toContain('Microsoft is being asked');
      await expectNothing();
    });

    it('sends a card with which Teams signs the person in', async () => {
      await enrolls(noor);
      const card = signInCardOf(noor);
      expect(card).toMatchObject({
        connectionName: 'entra',
        buttons: [{ type: 'signin', title: 'Sign in', value: `${houses.microsoft.url}/sign-in` }],
      });
      expect(card.tokenExchangeResource?.id).toMatch(/^[\da-f-]{36}$/);
    });

    it('finds what is wrong with the form before that', async () => {
      await noor.types('set up company');
      await noor.clicks('Already in CSP?');
      await noor.clicks('Enroll now', { name: '', kind: 'customer' });
      expect(noor.seen.text).not.toContain('Microsoft is being asked');
      expect(() => signInCardOf(noor)).toThrow();
    });

    it('says so when the token service does not answer, and goes on when it is tried again', async () => {
      houses.microsoft.signIn = 503;
      await enrolls(noor);
      noor.reads();
      expect(noor.seen.text).toContain('Microsoft could not tell us');
      houses.microsoft.signIn = 200;
      await noor.clicks('Try again');
      await noor.clicks('Enroll now', { name: 'Northwind', kind: 'customer' });
      await sendsToken(noor, await houses.tokenOf(noor));
      await expectEnrolled();
    });

    it('keeps the form for whoever goes back', async () => {
      await enrolls(noor);
      await noor.clicks('Back');
      expect(JSON.stringify(noor.seen.card)).toContain('Northwind');
    });
  });

  describe('when Teams sends a token', () => {
    it('enrols whoever’s token shows the role, without asking anybody else', async () => {
      await enrolls(noor);
      houses.microsoft.asked.length = 0;
      const answer = await sendsToken(noor, await houses.tokenOf(noor));
      expect(answer.status).toBe(200);
      await expectEnrolled();
      // The SDK goes on asking for a sign-in link that it was refused before; such a late question is no part of this.
      const asked = houses.microsoft.asked.filter(path => !path.includes('GetSignInResource'));
      expect(asked).toEqual([`GET /${noor.options.tenantId}/discovery/v2.0/keys`]);
    });

    it('asks Graph when the token does not show the role, and then makes the token service forget', async () => {
      houses.knows(noor, DIRECTORY_READERS, GLOBAL_ADMIN_ROLE);
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor, { more: {} }));
      await expectEnrolled();
      expect(houses.microsoft.asked).toContain('GET /v1.0/me');
      expect(houses.microsoft.asked.at(-1)).toBe('DELETE /api/usertoken/SignOut');
    });

    it('asks Graph when Teams brings a token from before', async () => {
      houses.knows(noor, DIRECTORY_READERS);
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor, { age: 3_000 }));
      expect(noor.seen.text).toContain('do not hold the Global Administrator role');
      await expectNothing();
    });

    it('leaves the flow: the form does not come back', async () => {
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor));
      await noor.types('cancel');
      expect(noor.seen.text).toContain('nothing');
      await noor.types('set up company');
      expect(noor.seen.text).toContain('Northwind');
      expect(noor.buttons).not.toContain('Enroll now');
    });

    it('notes in the log who was proven, and for what', async () => {
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor));
      const line = house.log.find(each => each.includes('proven global admin'));
      expect(line).toContain(noor.options.objectId);
      expect(line).toContain('setUpCompany.enroll');
    });

    it('takes one of several devices’ tokens', async () => {
      await enrolls(noor);
      const token = await houses.tokenOf(noor);
      const before = noor.inbox.length;
      const answers = await Promise.all([
        sendsToken(noor, token),
        sendsToken(noor, token),
        sendsToken(noor, token),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(noor.inbox.length).toBe(before + 1);
      await expectEnrolled();
      await sendsToken(noor, token);
      expect(noor.inbox.length).toBe(before + 1);
    });

    it('shows what stands meanwhile, when a colleague was faster', async () => {
      const colleague = new Person(house, {
        ...noor.options,
        objectId: noor.options.objectId.replace(/1$/, '9'),
        name: 'Ada Faster',
        email: `ada@${noor.options.email.split('@')[1]}`,
      });
      await enrolls(noor);
      await enrolls(colleague);
      await sendsToken(colleague, await houses.tokenOf(colleague));
      await sendsToken(noor, await houses.tokenOf(noor));
      expect(await levelsOf(house, noor)).toBeUndefined();
      expect(noor.seen.text).toContain('Ada Faster');
    });

    it('proves nothing for the next click', async () => {
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor));
      const other = newOrganization(house).person('Mina Other');
      await enrolls(other);
      await expectNothing(other);
    });

    it('does nothing for a card that a newer one has replaced', async () => {
      await enrolls(noor);
      const { id = '' } = signInCardOf(noor).tokenExchangeResource ?? {};
      await noor.clicks('Back');
      await noor.clicks('Enroll now', { name: 'Northwind', kind: 'customer' });
      expect((await sendsToken(noor, await houses.tokenOf(noor), { id })).status).toBe(200);
      await expectNothing();
      await sendsToken(noor, await houses.tokenOf(noor));
      await expectEnrolled();
    });

    it('does nothing when none is waited for', async () => {
      await noor.types('help');
      const before = noor.inbox.length;
      const answer = await sendsToken(noor, await houses.tokenOf(noor), { id: 'made-up' });
      expect(answer.status).toBe(200);
      expect(noor.inbox.length).toBe(before);
    });

    it('does not let somebody else’s sign-in carry the click out', async () => {
      await enrolls(noor);
      const { id = '' } = signInCardOf(noor).tokenExchangeResource ?? {};
      const eve = newOrganization(house).person('Eve Else');
      await eve.types('help');
      await sendsToken(eve, await houses.tokenOf(eve), { id });
      await expectNothing();
      await expectNothing(eve);
      const place = { id: noor.conversationId, conversationType: 'personal' };
      const conversation = { ...place, tenantId: eve.options.tenantId };
      const value = { id, connectionName: 'entra', token: await houses.tokenOf(eve) };
      await eve.post({ type: 'invoke', name: 'signin/tokenExchange', value, conversation });
      await expectNothing();
      await expectNothing(eve);
    });

    it('refuses one for another connection', async () => {
      await enrolls(noor);
      const answer = await sendsToken(noor, await houses.tokenOf(noor), { connectionName: 'another' });
      expect(answer.status).toBe(400);
      await expectNothing();
    });
  });

  describe('refuses, says why, and changes nothing', () => {
    const expectRefusal = async (words: string, why: string) => {
      expect(noor.seen.text).toContain(words);
      expect(house.log.filter(line => line.includes(`proof.${why}`))).toHaveLength(1);
      await expectNothing();
    };

    it('whoever does not hold the role, by Graph’s word', async () => {
      houses.knows(noor, DIRECTORY_READERS);
      await enrolls(noor);
      expect((await sendsToken(noor, await houses.tokenOf(noor, { more: {} }))).status).toBe(200);
      await expectRefusal('do not hold the Global Administrator role', 'notGlobalAdmin');
      expect(noor.seen.text).toContain('Privileged Identity Management');
    });

    it('with the click that was not carried out in the log', async () => {
      await enrolls(noor);
      houses.knows(noor);
      await sendsToken(noor, await houses.tokenOf(noor, { more: {} }));
      const line = house.log.find(each => each.includes('proof.notGlobalAdmin'));
      expect(line).toContain('setUpCompany.enroll');
      expect(line).toContain(noor.options.objectId);
    });

    it('but whoever tries again after activating the role is let through', async () => {
      houses.knows(noor);
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor, { more: {} }));
      houses.knows(noor, GLOBAL_ADMIN_ROLE);
      await noor.clicks('Try again');
      await noor.clicks('Enroll now', { name: 'Northwind', kind: 'customer' });
      await sendsToken(noor, await houses.tokenOf(noor, { more: { wids: [] } }));
      await expectEnrolled();
    });

    it('when Graph does not answer, whatever the token leaves out', async () => {
      houses.knows(noor, GLOBAL_ADMIN_ROLE);
      houses.microsoft.graph = 503;
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor, { more: {} }));
      await expectRefusal('Microsoft could not tell us', 'unavailable');
    });

    it('when Entra’s keys cannot be had', async () => {
      houses.microsoft.keys = 500;
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor));
      await expectRefusal('Microsoft could not tell us', 'unavailable');
    });

    it('a guest', async () => {
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor, { more: { wids: [GLOBAL_ADMIN_ROLE], acct: 1 } }));
      await expectRefusal('You are a guest', 'guest');
    });

    it('a colleague’s token', async () => {
      await enrolls(noor);
      const objectId = 'eeeeeeee-0000-4000-8000-00000000000e';
      await sendsToken(noor, await houses.tokenOf(noor, { objectId }));
      await expectRefusal('is not the one that you use in Teams', 'otherAccount');
    });

    it('a token of another tenant', async () => {
      await enrolls(noor);
      const tenantId = 'eeeeeeee-0000-4000-8000-00000000000e';
      await sendsToken(noor, await houses.tokenOf(noor, { tenantId }));
      await expectRefusal('is not the one that you use in Teams', 'otherAccount');
    });

    it('a token for which Graph sees somebody else', async () => {
      const objectId = 'eeeeeeee-0000-4000-8000-00000000000e';
      houses.microsoft.people.set(noor.options.objectId, { objectId, roles: [GLOBAL_ADMIN_ROLE] });
      await enrolls(noor);
      await sendsToken(noor, await houses.tokenOf(noor, { more: {} }));
      await expectRefusal('is not the one that you use in Teams', 'otherAccount');
    });

    it('a token that comes after ten minutes', async () => {
      await enrolls(noor);
      house.clock.forward(10 * MINUTE + 1);
      await sendsToken(noor, await houses.tokenOf(noor));
      await expectRefusal('came too late', 'over');
    });

    it('in the reader’s language', async () => {
      noor = newOrganization(house).person('結衣', { locale: 'ja-JP' });
      await noor.types('会社の設定');
      await noor.sends('setUpCompany.alreadyInCsp', {});
      await noor.sends('setUpCompany.enroll', { form: 'short', name: 'Northwind', kind: 'customer' });
      expect(signInCardOf(noor).buttons[0]?.title).toBe('サインイン');
      houses.knows(noor);
      await sendsToken(noor, await houses.tokenOf(noor, { more: {} }));
      await expectRefusal('グローバル管理者の役割をお持ちではない', 'notGlobalAdmin');
    });
  });

  describe('when a token leads nowhere', () => {
    it.each<[string, () => Promise<void>]>([
      [
        'it is expired',
        async () =>
          expect((await sendsToken(noor, await houses.tokenOf(noor, { expiresIn: -120 }))).status).toBe(412),
      ],
      [
        'it is for another bot',
        async () =>
          expect((await sendsToken(noor, await houses.tokenOf(noor, { audience: 'another' }))).status).toBe(
            412,
          ),
      ],
      [
        'nobody of the tenant has consented',
        async () => {
          houses.microsoft.exchange = 400;
          expect((await sendsToken(noor, await houses.tokenOf(noor, { more: {} }))).status).toBe(412);
        },
      ],
      [
        'the token service does not answer',
        async () => {
          houses.microsoft.exchange = 503;
          expect((await sendsToken(noor, await houses.tokenOf(noor, { more: {} }))).status).toBe(412);
        },
      ],
    ])('makes Teams offer the pop-up, and goes on from there: %s', async (_why, tries) => {
      await enrolls(noor);
      await tries();
      await expectNothing();
      expect((await sendsCode(noor, houses.codeOf(noor, GLOBAL_ADMIN_ROLE))).status).toBe(200);
      await expectEnrolled();
    });

    it('tells Teams which card it was, and nothing more', async () => {
      await enrolls(noor);
      const { id } = signInCardOf(noor).tokenExchangeResource ?? {};
      const { body } = await sendsToken(noor, 'nonsense');
      expect(body).toEqual({ id, connectionName: 'entra', failureDetail: expect.any(String) });
    });

    it('says so when Teams itself cannot get one, and still takes the pop-up', async () => {
      await enrolls(noor);
      expect((await sendsFailure(noor, 'resourcematchfailed')).status).toBe(200);
      expect(noor.seen.text).toContain('Microsoft could not tell us');
      expect(house.log.join()).toContain('resourcematchfailed');
      await sendsCode(noor, houses.codeOf(noor, GLOBAL_ADMIN_ROLE));
      await expectEnrolled();
    });
  });

  describe('with a sign-in in the pop-up', () => {
    it('needs no single sign-on at all', async () => {
      houses.microsoft.knowsSso = false;
      await enrolls(noor);
      expect(signInCardOf(noor).tokenExchangeResource).toBeUndefined();
      await sendsCode(noor, houses.codeOf(noor, GLOBAL_ADMIN_ROLE));
      await expectEnrolled();
    });

    it('refuses whoever does not hold the role', async () => {
      await enrolls(noor);
      await sendsCode(noor, houses.codeOf(noor, DIRECTORY_READERS));
      expect(noor.seen.text).toContain('do not hold the Global Administrator role');
      await expectNothing();
    });

    it('refuses whoever signed in as somebody else', async () => {
      const eve = newOrganization(house).person('Eve Else');
      await enrolls(noor);
      await sendsCode(noor, houses.codeOf(eve, GLOBAL_ADMIN_ROLE));
      expect(noor.seen.text).toContain('is not the one that you use in Teams');
      await expectNothing();
    });

    it('takes a wrong code for nothing, and the right one after it', async () => {
      await enrolls(noor);
      expect((await sendsCode(noor, '999999')).status).toBe(404);
      expect(noor.seen.text).toContain('Microsoft could not tell us');
      await expectNothing();
      await sendsCode(noor, houses.codeOf(noor, GLOBAL_ADMIN_ROLE));
      await expectEnrolled();
    });

    it('says so when the token service cannot look the code up, and writes it nowhere', async () => {
      houses.microsoft.code = 400;
      await enrolls(noor);
      expect((await sendsCode(noor, houses.codeOf(noor, GLOBAL_ADMIN_ROLE))).status).toBe(404);
      expect(noor.seen.text).toContain('Microsoft could not tell us');
      expect(house.log.join()).toContain('no token for the code of a sign-in');
      await expectNothing();
    });

    it('is too late after ten minutes', async () => {
      await enrolls(noor);
      house.clock.forward(10 * MINUTE + 1);
      await sendsCode(noor, houses.codeOf(noor, GLOBAL_ADMIN_ROLE));
      expect(noor.seen.text).toContain('came too late');
      await expectNothing();
    });

    it('says so when nothing is waited for', async () => {
      await noor.types('help');
      await sendsCode(noor, houses.codeOf(noor, GLOBAL_ADMIN_ROLE));
      expect(noor.seen.text).toContain('came too late');
      await expectNothing();
    });
  });

  describe('asked to approve for a customer', () => {
    it('establishes nothing before the proof, and all of it after', async () => {
      const { dana } = town;
      const { link } = await sends(dana, { email: noor.options.email, name: 'Northwind' });
      await noor.types(link);
      await noor.clicks('Approve', { confirmGlobalAdmin: 'true' });
      expect(noor.seen.text).toContain('Microsoft is being asked');
      await house.settled();
      await expectNothing();
      await sendsToken(noor, await houses.tokenOf(noor));
      await house.settled();
      expect(await levelsOf(house, noor)).toMatchObject({ admin: 'globalAdmin' });
      await dana.types('customers');
      expect(dana.seen.text).toContain('Northwind');
    });

    it('leads back to the request when Microsoft says no', async () => {
      const { dana } = town;
      const { link } = await sends(dana, { email: noor.options.email, name: 'Northwind' });
      await noor.types(link);
      await noor.clicks('Approve', { confirmGlobalAdmin: 'true' });
      houses.knows(noor);
      await sendsToken(noor, await houses.tokenOf(noor, { more: {} }));
      await noor.clicks('Try again');
      expect(noor.buttons).toContain('Approve');
      await expectNothing();
    });

    it('asks for the tick before it asks Microsoft', async () => {
      const { dana } = town;
      const { link } = await sends(dana, { email: noor.options.email, name: 'Northwind' });
      await noor.types(link);
      await noor.clicks('Approve');
      expect(() => signInCardOf(noor)).toThrow();
    });

    it('asks nothing of a global admin whose company stands', async () => {
      const { dana, kim } = town;
      const { link } = await sends(dana, { email: kim.options.email, name: 'Wingtip Toys' });
      await kim.types(link);
      await kim.clicks('Approve', { confirmGlobalAdmin: 'true' });
      expect(() => signInCardOf(kim)).toThrow();
      await house.settled();
      await dana.types('customers');
      expect(dana.seen.text).toContain('Wingtip Toys');
    });

    it('does not need a proof to decline', async () => {
      const { dana } = town;
      const { link } = await sends(dana, { email: noor.options.email, name: 'Northwind' });
      await noor.types(link);
      await noor.clicks('Decline');
      expect(() => signInCardOf(noor)).toThrow();
    });
  });

  describe('sent something of another shape', () => {
    it.each<[string, unknown]>([
      ['signin/tokenExchange', undefined],
      ['signin/tokenExchange', { id: 7, connectionName: 'entra', token: {} }],
      ['signin/tokenExchange', { connectionName: 'entra', token: 'x' }],
      ['signin/verifyState', { state: ['1'] }],
      ['signin/verifyState', 'state'],
      ['signin/failure', { code: 'a line\nof its own' }],
      ['signin/somethingNew', {}],
    ])('stays polite and changes nothing: %s %j', async (name, value) => {
      await enrolls(noor);
      expect((await noor.post({ type: 'invoke', name, value })).status).toBe(200);
      await expectNothing();
      expect(house.log.join()).not.toContain('of its own');
    });

    it('does nothing with a token that comes by a channel', async () => {
      await enrolls(noor);
      const { id } = signInCardOf(noor).tokenExchangeResource ?? {};
      const { conversationId, options } = noor;
      const conversation = { id: conversationId, conversationType: 'channel', tenantId: options.tenantId };
      const value = { id, connectionName: 'entra', token: await houses.tokenOf(noor) };
      await noor.post({ type: 'invoke', name: 'signin/tokenExchange', value, conversation });
      await expectNothing();
    });
  });

  describe('while storage is away', () => {
    it('tells the person so in the chat, because Teams shows nothing of the answer', async () => {
      await enrolls(noor);
      const read = house.bot.desk.storage.people.get;
      house.bot.desk.storage.people.get = async () => {
        throw new StorageUnavailableError('away');
      };
      const { status } = await sendsToken(noor, await houses.tokenOf(noor)).finally(() => {
        house.bot.desk.storage.people.get = read;
      });
      expect(status).toBe(200);
      expect(noor.seen.text).toMatch(/Reference: [2-9A-Z]{8}/);
      await expectNothing();
    });
  });

  describe('restarted between the click and the token', () => {
    it('carries the click out all the same', async () => {
      const first = await houses.open({ beside: house, instance: 'first' });
      noor.goesTo(first);
      await enrolls(noor);
      await houses.close(first);
      noor.goesTo(await houses.open({ beside: house, instance: 'second' }));
      await sendsToken(noor, await houses.tokenOf(noor));
      await expectEnrolled();
    });
  });
});

describe('a desk with single sign-on that is still told to trust the first person', () => {
  it('asks for the proof all the same', async () => {
    const houses = await ProvingHouses.begin();
    const house = await houses.open({ env: { TRUST_FIRST_PERSON: 'true' } });
    const noor = newOrganization(house).person('Noor Haddad');
    await enrolls(noor);
    expect(await levelsOf(house, noor)).toBeUndefined();
    expect(() => signInCardOf(noor)).not.toThrow();
    await houses.end();
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VERBS } from '../../bot/answerTurn.ts';
import { demoCompanies } from '../../bot/local/demo.ts';
import { type CustomerUser, type Subscription, versionOf } from '../../domain/subscription.ts';
import { hasUser } from './support/customerUsers.ts';
import { type House, openHouse } from './support/house.ts';
import { becomePartners, type Office, office, requests, sendsJointly } from './support/partnerships.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, type StoredRow } from './support/rows.ts';
import { requestsService } from './support/serviceRequests.ts';
import { approves, drafts, type Sent, sends } from './support/story.ts';
import { hasSubscription } from './support/subscriptions.ts';

/**
 * Contoso and Wingtip have something with each other; nobody else may see, change or even learn of it. Every verb that
 * the bot knows is tried with their ids by people of other tenants: a global admin of another partner, who may do all
 * of this for a company of their own, and somebody of a tenant that nobody has set up.
 */
const [, contoso, wingtip] = demoCompanies;
let house: House;
let town: Town;
let open: Sent;
let draft: Sent;
let accepted: Sent;
let sasha: Person;
/** What Contoso sold to Wingtip. */
let sold: Subscription;
/** One of Wingtip’s users, as Contoso keeps them. */
let megan: CustomerUser;
/** A provider with whom Contoso has a partnership, an open joint invitation, and another provider’s open request. */
let litware: Office;
let joint: Sent;
let request: Sent;
/** Of Contoso: the entries of its users, and who asks for a role by which request. */
let usersOfContoso: string[];
let asker: { id: string; request: string };
/** Of Contoso for Wingtip. */
let serviceRequest: string;

beforeAll(async () => {
  house = await openHouse();
  town = await settle(house);
  const { dana, kim, avery } = town;
  accepted = await sends(dana);
  await kim.types(accepted.link);
  await approves(kim);
  // What dana is told must not come between what she types.
  await house.settled();
  open = await sends(dana, { email: 'terry@tailspin.example', name: 'Tailspin' });
  draft = await drafts(dana, { email: 'al@adatum.example', name: 'Adatum' });
  litware = await office(house, 'indirectProvider', 'Litware');
  await becomePartners(house, litware.admin, { name: 'Contoso', admin: dana });
  joint = await sendsJointly(dana, 'Litware', { email: 'jo@tailspin.example', name: 'Tailspin' });
  request = await requests(litware.admin, { email: 'al@adatum.example', name: 'Adatum' });
  sold = await hasSubscription(
    house,
    { id: wingtip.tenantId },
    { id: contoso.tenantId, name: 'Contoso', admin: dana },
  );
  sasha = newcomer(house, { name: 'Sasha Grey', email: 'sasha@elsewhere.example' });
  serviceRequest = (await requestsService(house, dana, { id: wingtip.tenantId })).id;
  await town.lee.types('request role');
  await town.lee.clicks('Send', { agent: 'salesAgent', why: 'Covering for Sam' });
  const { users, roleRequests } = house.bot.desk.storage;
  usersOfContoso = (await users.page(contoso.tenantId, 10)).rows.map(row => row.value.id);
  const [asked] = (await roleRequests.open(contoso.tenantId, 1)).rows;
  if (!asked || usersOfContoso.length === 0) throw new Error('nobody of Contoso is there');
  asker = { id: asked.value.asker.objectId, request: asked.value.id };
  megan = await hasUser(house, { id: wingtip.tenantId }, { admin: dana }, { name: 'Megan Bowen' });
  for (const person of [avery, sasha]) await person.types('help');
  await house.settled();
});
afterAll(() => house.stop());

/** Verbs that bring the id of an invitation. */
const WITH_INVITATION = [
  'draft.edit',
  'draft.save',
  'draft.putLinkBack',
  'draft.done',
  'draft.discard',
  'invitations.open',
  'invitations.withdraw',
  'invitations.sendAgain',
  'invitations.remind',
  'checkApprover.confirm',
  'checkApprover.refuse',
  'accept.show',
  'accept.approve',
  'accept.authorize',
  'accept.approveReplacing',
  'accept.decline',
  'accept.handOver',
  'accept.handOverTo',
];
const WITH_COMPANY = [
  'customers.open',
  'customers.more',
  'inviteCustomer.addProvider',
  'partnerships.open',
  'partnerships.customers',
  'partnerships.watch',
  'partnerships.askRemove',
  'partnerships.askRemoveAccess',
  'partnerships.remove',
  'partnerships.removeAccess',
  'letCustomerBuy.show',
  'letCustomerBuy.askAllow',
  'letCustomerBuy.askStop',
  'letCustomerBuy.allow',
  'letCustomerBuy.stop',
  'customers.askEnd',
  'customers.end',
  'inviteCustomer.restore',
  'inviteCustomer.again',
  'partners.open',
  'partners.askTakeBack',
  'partners.takeBack',
  'partners.askReassign',
  'partners.reassign',
  'partners.askEnd',
  'partners.end',
  'requestService.start',
  'requestService.send',
  'serviceRequests.ofCustomer',
  'serviceRequests.open',
  'serviceRequests.note',
  'serviceRequests.askAttention',
  'serviceRequests.close',
  'serviceRequests.reopen',
  'setupInformation.new',
  'setupInformation.done',
  'setUpAccount.show',
  'setUpAccount.bind',
];
/** Verbs that bring somebody of the company: their entry, or who asks for a role. */
const WITH_PERSON = [
  'users.open',
  'users.edit',
  'users.update',
  'users.newCode',
  'users.codeDone',
  'users.askRemove',
  'users.remove',
  'requestRole.open',
  'requestRole.approve',
  'requestRole.decline',
];
/** Verbs that bring a customer and one of its subscriptions. */
const WITH_SUBSCRIPTION = VERBS.filter(verb => /^subscriptions\.(?!list$)/.test(verb));
/** Verbs that bring a customer and one of its users, or who has its licences. */
const WITH_ACCOUNT = VERBS.filter(verb => /^(customerUsers|licences)\./.test(verb));
/** Verbs that bring the list of customers that somebody handed in. */
const WITH_LIST = ['imports.show', 'imports.run', 'imports.cancel', 'imports.makeDrafts'];
const WITH_ID = [
  ...WITH_INVITATION,
  ...WITH_COMPANY,
  ...WITH_PERSON,
  ...WITH_SUBSCRIPTION,
  ...WITH_ACCOUNT,
  ...WITH_LIST,
];
/** Verbs that bring no id: whatever comes with them, they are about the clicker's own company. */
const WITHOUT_ID = VERBS.filter(verb => !WITH_ID.includes(verb));

/** Everything a verb may bring, about others. */
const data = (id: string) => ({
  id,
  customer: id,
  purchase: 'reservations',
  version: 2,
  subject: 'Changed',
  message: `Changed ${open.link}`,
  confirmGlobalAdmin: 'true',
  confirmAuthorize: 'true',
  administrationVersion: 1,
  to: wingtip.people[0].aadObjectId,
  reason: 'Because',
  companyId: contoso.tenantId,
  tenantId: contoso.tenantId,
});
/** Names that only the two companies know. */
const THEIRS = ['Litware', 'Tailspin', 'Adatum', 'Wingtip', 'Contoso', 'Dana', 'terry@', 'kim@'];

/** What is not the person's own: of short-lived pages all but their own exports and uploads, in which nobody is named. */
const others = (rows: StoredRow[], person: Person) =>
  rows.filter(
    row =>
      row.partitionKey !== person.options.tenantId && row.table !== 'botState' && !isOwnExport(row, person),
  );
const isOwnExport = ({ table, text }: StoredRow, { options }: Person) =>
  table === 'pages' &&
  /"of\W+(?:history|customers|import)\W/.test(text) &&
  text.includes(options.tenantId) &&
  [contoso.tenantId, wingtip.tenantId, open.id].every(id => !text.includes(id));

async function tries(person: Person, verb: string, brought: Record<string, unknown>): Promise<string> {
  const before = others(await allRows(house), person);
  const { text } = await person.sends(verb, brought);
  await house.settled();
  expect(others(await allRows(house), person)).toEqual(before);
  return text;
}

describe('every verb is known here', () => {
  it('as one with the id of an invitation, a company or a person, or with none', () => {
    for (const verb of WITH_ID) expect(VERBS).toContain(verb);
    expect(
      WITHOUT_ID.every(verb =>
        /^(help|learn|setUpCompany|language|addUser|addCustomer|addSubscription|setUpAccount|signIn)\.|\.(start|show|list|how|next|send|withdraw|cancel|joinAdminAgents|filter|export|check|askDrafts)$/.test(
          verb,
        ),
      ),
    ).toBe(true);
  });
});

for (const who of [
  'a global admin of another partner',
  'somebody of a tenant that nobody has set up',
] as const) {
  describe(`${who}, with the ids of others,`, () => {
    const person = () => (who === 'a global admin of another partner' ? town.avery : sasha);

    for (const verb of WITH_INVITATION) {
      it(`tries ${verb} in vain: nothing is told, nothing changes, the log holds it`, async () => {
        const someone = person();
        const before = await allRows(house);
        for (const { id } of [open, draft, accepted, joint, request]) {
          house.log.length = 0;
          const { text } = await someone.sends(verb, data(id));
          for (const name of THEIRS) expect(text).not.toContain(name);
          expect(text).toMatch(/not here any more|cannot be used|not set up here yet/);
          const line = house.log.find(each => each.includes('"refused"') && each.includes(verb));
          expect(line).toContain(someone.options.tenantId);
          expect(line).toContain(someone.options.objectId);
        }
        await house.settled();
        expect(await allRows(house)).toEqual(before);
      });
    }

    for (const verb of WITH_COMPANY) {
      it(`tries ${verb} in vain`, async () => {
        for (const id of [wingtip.tenantId, contoso.tenantId, litware.id]) {
          house.log.length = 0;
          const text = await tries(person(), verb, {
            ...data(id),
            provider: contoso.tenantId,
            watch: 'yes',
            since: '2026-11-20T09:00:00.000Z',
            to: contoso.tenantId,
            request: serviceRequest,
            note: 'Changed',
            code: 'mi3m7v40.AbCdEfGhIjKl',
          });
          expect(text).toMatch(
            /not here any more|not set up here yet|This list is for customers|No account here has this/,
          );
          expect(house.log.join('')).toContain(verb);
        }
      });
    }

    for (const verb of WITH_PERSON) {
      it(`tries ${verb} in vain: nobody is named, nothing changes`, async () => {
        for (const ids of [...usersOfContoso.map(id => ({ id })), asker]) {
          house.log.length = 0;
          const brought = {
            ...data(open.id),
            code: 'x',
            version: 1,
            agent: 'adminAgent',
            admin: 'globalAdmin',
            ...ids,
          };
          const text = await tries(person(), verb, brought);
          for (const name of THEIRS) expect(text).not.toContain(name);
          expect(house.log.join('')).toContain(verb);
        }
      });
    }

    for (const verb of [...WITH_SUBSCRIPTION, 'subscriptions.list']) {
      it(`tries ${verb} in vain: the subscription is not there, nothing changes`, async () => {
        house.log.length = 0;
        const text = await tries(person(), verb, {
          customer: wingtip.tenantId,
          partner: contoso.tenantId,
          id: sold.id,
          version: versionOf(sold),
          licences: 1,
          choice: verb.endsWith('upgrade') ? 'm365-business-standard' : contoso.tenantId,
          reseller: contoso.tenantId,
        });
        expect(text).toMatch(/not here any more|not set up here yet/);
        for (const name of THEIRS) expect(text).not.toContain(name);
        expect(house.log.join('')).toContain(verb);
      });
    }

    for (const verb of WITH_ACCOUNT) {
      it(`tries ${verb} in vain: nobody is named, nothing changes`, async () => {
        house.log.length = 0;
        const text = await tries(person(), verb, {
          customer: wingtip.tenantId,
          id: megan.id,
          user: megan.id,
          subscription: sold.id,
          name: 'Somebody',
          email: 'somebody@wingtip.example',
          free: verb.endsWith('Of') ? megan.id : sold.id,
          held: verb.endsWith('Of') ? megan.id : sold.id,
        });
        expect(text).toMatch(/not here any more|not set up here yet/);
        for (const name of [...THEIRS, megan.name]) expect(text).not.toContain(name);
        expect(house.log.join('')).toContain(verb);
      });
    }

    for (const verb of WITHOUT_ID) {
      it(`reaches nobody else’s with ${verb}`, async () => {
        const text = await tries(person(), verb, data(open.id));
        for (const name of ['Litware', 'Tailspin', 'Adatum', 'Dana Reyes']) expect(text).not.toContain(name);
      });
    }
  });
}

describe('lists', () => {
  it('go on where they themselves ended, never in another company', async () => {
    const { dana, avery } = town;
    for (let index = 0; index < 7; index++) {
      await sends(dana, { email: `x@many${index}.example`, name: `Contoso’s ${index}` });
    }
    await dana.types('invitations');
    const pages = JSON.stringify(dana.seen.card);
    const page = /"page":"([\w-]+)"/.exec(pages)?.[1];
    expect(page).toBeDefined();
    for (const verb of ['invitations.show', 'customers.show']) {
      await avery.sends(verb, { view: 'sent', page, number: 2 });
      expect(avery.seen.text).not.toContain('Contoso’s');
      expect(avery.seen.text).not.toContain('Wingtip');
    }
  });
});

describe('a verb that no card of ours has', () => {
  const forged = [
    '',
    'accept',
    'constructor',
    '__proto__',
    'toString',
    'accept.approve ',
    'inviteCustomer',
    'x'.repeat(5_000),
  ];
  for (const verb of forged) {
    it(`is refused politely: "${verb.slice(0, 20)}"`, async () => {
      const text = await tries(town.avery, verb, data(open.id));
      expect(text).toContain('I cannot do anything with this');
    });
  }

  it('leaves its text out of the log', async () => {
    house.log.length = 0;
    await town.avery.sends('a-very-telling-verb', {});
    expect(house.log.join('')).not.toContain('a-very-telling-verb');
    expect(house.log.join('')).toContain('unknownVerb');
  });
});

describe('data that no card of ours sends', () => {
  const shapes: [string, unknown][] = [
    ['no id', {}],
    ['an id of another shape', { id: '../../etc' }],
    ['an object for an id', { id: { $gt: '' } }],
    ['an id in capitals', { id: 'F'.repeat(64) }],
    ['a number too large', { id: '0'.repeat(64), version: 1e308, administrationVersion: 1e308 }],
    ['an over-long reason', { id: '0'.repeat(64), reason: 'x'.repeat(100_000) }],
  ];
  for (const [what, brought] of shapes) {
    it(`changes nothing with any verb: ${what}`, async () => {
      const before = await allRows(house);
      for (const verb of [...WITH_INVITATION, ...WITH_COMPANY]) {
        const { text } = await town.avery.sends(verb, brought as Record<string, unknown>);
        expect(text).toMatch(/I cannot do anything with this|not here any more|cannot be used/);
      }
      expect(await allRows(house)).toEqual(before);
    });
  }
});

describe('a provider that is no part of a partnership', () => {
  it('learns nothing of it by the ids of both, and neither does one of a part of it', async () => {
    const { avery } = town;
    const { admin } = litware;
    const before = await house.bot.desk.storage.partnerships.get(contoso.tenantId, litware.id);
    for (const verb of WITH_COMPANY.filter(each => each.startsWith('partnerships.'))) {
      for (const id of [contoso.tenantId, litware.id]) {
        const brought = { id, watch: 'yes', partnerId: litware.id, providerId: litware.id };
        expect(await tries(avery, verb, brought)).toContain('not here any more');
      }
      expect(await tries(admin, verb, { id: wingtip.tenantId, watch: 'yes' })).toContain('not here any more');
    }
    const after = await house.bot.desk.storage.partnerships.get(contoso.tenantId, litware.id);
    expect(after).toEqual(before);
  });

  it('invites nobody together with it', async () => {
    const form = { email: 'x@y.example', name: 'X', provider: litware.id };
    expect(await tries(town.avery, 'inviteCustomer.next', form)).toContain('no active partnership');
  });

  it('sees only its own lists', async () => {
    await town.avery.types('indirect resellers');
    expect(town.avery.seen.text).not.toContain('Contoso');
    await litware.admin.types('customers');
    expect(litware.admin.seen.text).not.toContain('Wingtip');
  });
});

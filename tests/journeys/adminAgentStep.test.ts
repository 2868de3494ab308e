import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { reviewEnrolment } from '../../operations/setUpCompany.ts';
import { enrolls, rightForm } from './support/companyForm.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization, type Organization } from './support/organization.ts';
import { newcomer } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows, rowsOf } from './support/rows.ts';
import { approves, sends } from './support/story.ts';
import { entryIdOf, entryOf, joins, newFirm, speaking } from './support/users.ts';

const STEP = 'check that you are in the Admin agent group';
const BUTTON = 'Add me to the Admin agents';

let house: House;
let reviewed: House;
let contoso: Organization;
let dana: Person;

beforeAll(async () => {
  house = await openHouse();
  reviewed = await openHouse({ beside: house, env: { REVIEW: 'manual' }, instance: 'with-review' });
});
beforeEach(() => {
  contoso = newOrganization(house);
  dana = contoso.person('Dana Reyes');
});
afterAll(async () => {
  await reviewed.stop();
  await house.stop();
});

const enrollsHerself = () => enrolls(dana, rightForm(contoso, dana.options.email));
const levels = async () => {
  const row = await house.bot.desk.storage.people.get(dana.options.tenantId, dana.options.objectId);
  const { agent, admin } = row?.value.member ?? {};
  return { agent, admin };
};

describe('right after a partner became active, its first person', () => {
  it('is a global admin with an entry of their own, and no agent yet', async () => {
    await enrollsHerself();
    expect(dana.seen.text).toContain('Active');
    expect(await levels()).toEqual({ agent: 'none', admin: 'globalAdmin' });
    expect(await entryOf(house, dana)).toMatchObject({ state: 'active', objectId: dana.options.objectId });
  });

  it('sees the step on the record', async () => {
    await enrollsHerself();
    expect(dana.seen.text).toContain(STEP);
    expect(dana.mayClick(BUTTON)).toBe(true);
  });

  it('is added by the button', async () => {
    await enrollsHerself();
    await dana.clicks(BUTTON);
    expect(dana.seen.text).toContain('You are an Admin agent now.');
    expect(await levels()).toEqual({ agent: 'adminAgent', admin: 'globalAdmin' });
    expect(await entryOf(house, dana)).toMatchObject({ agent: 'adminAgent', admin: 'globalAdmin' });
  });

  it('is added once, however often and wherever the button is selected', async () => {
    await enrollsHerself();
    const record = dana.seen;
    await dana.clicks(BUTTON, {}, record);
    await dana.clicks(BUTTON, {}, record);
    expect(dana.seen.text).toContain('You are an Admin agent already.');
    await Promise.all([dana.at(house), dana.at(house)].map(there => there.clicks(BUTTON, {}, record)));
    const history = rowsOf(await allRows(house), contoso.tenantId, 'history:').map(row => row.text);
    expect(history.filter(text => text.includes('user.updated'))).toHaveLength(1);
  });

  it('sees the step no more afterwards', async () => {
    await enrollsHerself();
    await dana.clicks(BUTTON);
    await dana.types('set up company');
    expect(dana.seen.text).not.toContain(STEP);
    expect(dana.mayClick(BUTTON)).toBe(false);
  });

  it('may invite customers from the next click on', async () => {
    await enrollsHerself();
    await dana.clicks(BUTTON);
    await dana.types('invite customer kim@wingtip.example');
    expect(dana.mayClick('Next')).toBe(true);
  });

  it('sees it in Japanese and in Traditional Chinese', async () => {
    await enrollsHerself();
    const reader = speaking(house, dana, 'ja-JP');
    await reader.types('会社の設定');
    expect(reader.seen.text).toContain('管理エージェント');
    const other = speaking(house, dana, 'zh-TW');
    await other.types('設定公司');
    expect(other.seen.text).toContain('系統管理代理人');
  });
});

describe('where an operator reviews partners, the first person', () => {
  beforeEach(async () => {
    dana.goesTo(reviewed);
    await enrollsHerself();
  });
  const isApproved = async () => {
    await reviewEnrolment(reviewed.bot.desk, contoso.tenantId, { do: 'approve' });
    await reviewed.settled();
    dana.reads();
  };

  it('does not see the step before the company is active', () => {
    expect(dana.seen.text).not.toContain(STEP);
  });

  it('sees it in the notice that the company is active, and is added by its button', async () => {
    await isApproved();
    expect(dana.seen.text).toContain('is active');
    expect(dana.seen.text).toContain(STEP);
    await dana.clicks(BUTTON);
    expect(dana.seen.text).toContain('You are an Admin agent now.');
    expect(await levels()).toEqual({ agent: 'adminAgent', admin: 'globalAdmin' });
  });

  it('does not see it in a notice that the company was rejected', async () => {
    await reviewEnrolment(reviewed.bot.desk, contoso.tenantId, { do: 'reject', reason: 'Not this name' });
    await reviewed.settled();
    expect(dana.reads().text).not.toContain(STEP);
  });
});

describe('the step is not for', () => {
  it('a customer’s first person', async () => {
    const firm = await newFirm(house);
    const sent = await sends(firm.dana, { email: 'terry@tailspin.example', name: 'Tailspin' });
    const terry = newcomer(house, { name: 'Terry Adams' });
    await terry.types(sent.link);
    await approves(terry);
    await terry.types('set up company');
    expect(terry.seen.text).not.toContain(STEP);
  });

  it('colleagues who are no global admins, also not when they forge the click', async () => {
    await enrollsHerself();
    const bo = await joins(dana, contoso.person('Bo Hallam'), { agent: 'salesAgent' });
    await bo.types('set up company');
    expect(bo.seen.text).not.toContain(STEP);
    await bo.sends('users.joinAdminAgents', {});
    expect(bo.seen.text).toContain('you need one of these roles: Global admin.');
    expect(await entryOf(house, bo)).toMatchObject({ agent: 'salesAgent' });
  });

  it('the first person who is no global admin any more', async () => {
    await enrollsHerself();
    const flo = await joins(dana, contoso.person('Flo Anders'), { agent: 'none', admin: 'globalAdmin' });
    const id = await entryIdOf(house, dana);
    await flo.sends('users.update', { id, version: 1, agent: 'salesAgent', admin: 'none' });
    await dana.types('set up company');
    expect(dana.seen.text).not.toContain(STEP);
  });

  it('somebody removed since, who still has the card', async () => {
    await enrollsHerself();
    const record = dana.seen;
    const flo = await joins(dana, contoso.person('Flo Anders'), { agent: 'none', admin: 'globalAdmin' });
    await flo.sends('users.remove', { id: await entryIdOf(house, dana) });
    await dana.clicks(BUTTON, {}, record);
    expect(dana.seen.text).toContain('you have not been added yet');
    expect(await levels()).toEqual({});
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.ts';
import { inviteCustomerFormCard } from '../../cards/inviteCustomerForm.ts';
import { learnCard } from '../../cards/learn.ts';
import { type PartnershipSide, partnershipsCard } from '../../cards/partnerships.ts';
import { LANGUAGES } from '../../domain/language.ts';
import { buttonsOf, inputsOf, textsOf } from '../support/cardLint.ts';
import { examples } from './examples.ts';

const PROVIDER = '11111111-1111-4111-8111-111111111111';

const example = (name: string): Card => {
  const make = examples[name];
  if (!make) throw new Error(`There is no example ${name}.`);
  return make('en');
};
const words = (card: Card) => [...textsOf(card)].map(({ text }) => text).join('\n');
const dataOf = (card: Card, verb: string) => buttonsOf(card).find(button => button.verb === verb)?.data;

describe('a customer is asked', () => {
  it('jointly for what the reseller and what the provider may do', () => {
    const asked = words(example('approval.joint'));
    expect(asked).toContain('**Sell**: Contoso');
    expect(asked).toContain('**Administer on your behalf**: Contoso');
    expect(asked).toContain('**Submit orders**: Fabrikam');
  });

  it('for the orders of an added provider and for nothing else', () => {
    const asked = words(example('approval.addProvider'));
    expect(asked).toContain('**Submit orders**: Fabrikam');
    expect(asked).not.toMatch(/\*\*(Sell|Administer)/);
  });
});

describe('a reseller is asked for a partnership', () => {
  it('with the provider, what it gets, and what can be taken back', () => {
    const asked = words(example('authorize'));
    for (const said of ['Fabrikam', '1234567', 'Japan', 'submit orders', 'administrator access']) {
      expect(asked).toContain(said);
    }
    expect(asked).toContain('What you can take back later');
  });

  it('with a tick, and is told when it is missing', () => {
    expect(inputsOf(example('authorize')).get('confirmAuthorize')?.type).toBe('Input.Toggle');
    expect(words(example('authorize.notConfirmed'))).toContain('please tick the box');
  });
});

describe('the list of partnerships', () => {
  const list = (kind: PartnershipSide) =>
    partnershipsCard(
      { kind, partnerships: [], search: 'con', next: 'continuation', page: 2, mayRequest: false },
      'en',
    );

  it('has the title of the other side', () => {
    expect(words(list('indirectReseller'))).toContain('Indirect providers');
    expect(words(list('indirectProvider'))).toContain('Indirect resellers');
  });

  it('carries a search on to the next page', () => {
    const pages = buttonsOf(list('indirectReseller')).map(({ data }) => data);
    expect(pages).toContainEqual({
      verb: 'partnerships.show',
      search: 'con',
      page: 'continuation',
      number: 3,
    });
  });
});

describe('the record of a partnership', () => {
  it('invites new customers together with this provider', () => {
    expect(dataOf(example('partnershipRecord.provider'), 'inviteCustomer.start')).toEqual({
      verb: 'inviteCustomer.start',
      provider: PROVIDER,
    });
  });

  it('offers to stop telling someone who is told, and not twice', () => {
    expect(dataOf(example('partnershipRecord.reseller'), 'partnerships.watch')).toMatchObject({
      watch: 'no',
    });
  });
});

describe('the form of an invitation', () => {
  const form = (provider?: string, providers = [{ id: PROVIDER, name: 'Fabrikam' }]) =>
    inputsOf(inviteCustomerFormCard({ typed: { provider }, problems: {}, providers }, 'en')).get('provider');

  it('asks for whom one invites only where there is a choice', () => {
    expect(form(undefined, [])).toBeUndefined();
    expect(form()).toMatchObject({ value: 'alone' });
  });

  it('has the provider selected from whose record one came', () => {
    expect(form(PROVIDER)).toMatchObject({ value: PROVIDER });
  });

  it('forgets a provider that is none any more', () => {
    expect(form('99999999-9999-4999-8999-999999999999')).toMatchObject({ value: 'alone' });
  });
});

describe('asking a customer to add a provider', () => {
  it('names the only one there is', () => {
    const card = example('customerRecord.askOne');
    expect(dataOf(card, 'inviteCustomer.addProvider')).toMatchObject({ provider: PROVIDER });
    expect(words(card)).toContain('let Fabrikam');
  });

  it('lets one be chosen among several', () => {
    const card = example('customerRecord.askSeveral');
    expect(inputsOf(card).get('provider')?.type).toBe('Input.ChoiceSet');
    expect(dataOf(card, 'inviteCustomer.addProvider')).not.toHaveProperty('provider');
  });
});

describe('the guidance', () => {
  it.each(['global', 'usgov', 'germany'] as const)(
    'leads to pages over https only, in the cloud %s',
    cloud => {
      const urls = buttonsOf(learnCard({ cloud }, 'en')).map(({ url }) => String(url));
      expect(urls.length).toBeGreaterThanOrEqual(4);
      for (const url of urls) expect(new URL(url).protocol).toBe('https:');
    },
  );

  it.each(LANGUAGES)('names the commands as they are typed, in %s', language => {
    const card = learnCard({ cloud: 'global', kind: 'indirectProvider' }, language);
    expect(words(card)).toMatch(/\*\*(request partnership|パートナーシップを要求|要求合作關係)\*\*/);
  });

  it('tells a provider to ask Microsoft for a change of its profile, and a reseller how to find one', () => {
    expect(words(example('learn.provider'))).toContain('contact your Microsoft representative');
    expect(words(example('learn.reseller'))).not.toContain('contact your Microsoft representative');
    expect(words(example('learn.reseller'))).toContain('Compare the providers');
  });
});

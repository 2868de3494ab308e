import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { settle, type Town } from './support/people.ts';

/** A provider asks a reseller for a partnership and hands the link over; gives the link. */
async function requestSent(provider: Town['avery'], email: string): Promise<string> {
  await provider.types(`request partnership ${email}`);
  await provider.clicks('Next', { name: 'Contoso' });
  const link = /http:\/\/localhost:3978\/invitations\/[\w.-]+/.exec(provider.seen.text)?.[0] ?? '';
  await provider.clicks('Next');
  await provider.clicks('Done');
  return link;
}

describe('a provider requests a partnership, and the reseller authorizes it', () => {
  let house: House;
  let town: Town;

  beforeAll(async () => {
    house = await openHouse();
    town = await settle(house);
  });
  afterAll(() => house.stop());

  it('goes from the request to both lists', async () => {
    const { avery, dana } = town;
    const link = await requestSent(avery, 'dana@contoso.example');
    await dana.types(link);
    expect(dana.seen.text).toContain('Fabrikam');
    expect(dana.seen.text).toContain('4391507');
    await dana.clicks('Authorize indirect provider', { confirmAuthorize: 'true' });
    await house.settled();
    expect(avery.inbox.at(-1)).toContain('Contoso');
    await dana.types('indirect providers');
    expect(dana.seen.text).toContain('Fabrikam');
    await avery.types('indirect resellers');
    expect(avery.seen.text).toContain('Contoso');
  });

  it('then lets the two invite a customer in one step, who stands in both lists', async () => {
    const { avery, dana, kim } = town;
    await dana.types('indirect providers');
    await dana.clicks('Open Fabrikam');
    await dana.clicks('Invite new customers');
    await dana.clicks('Next', { email: 'kim@wingtip.example', name: 'Wingtip Toys' });
    const link = /http:\/\/localhost:3978\/invitations\/[\w.-]+/.exec(dana.seen.text)?.[0] ?? '';
    await dana.clicks('Next');
    await dana.clicks('Done');
    await kim.types(link);
    expect(kim.seen.text).toContain('Fabrikam');
    expect(kim.seen.text).toContain('Contoso');
    await kim.clicks('Approve', { confirmGlobalAdmin: 'true' });
    await house.settled();
    await avery.types('customers');
    expect(avery.seen.text).toContain('Wingtip Toys');
    await dana.types('indirect providers');
    await dana.clicks('Open Fabrikam');
    await dana.clicks('View customers');
    expect(dana.seen.text).toContain('Wingtip Toys');
    expect(avery.inbox.join('\n')).toContain('Wingtip Toys');
  });

  it('and ends when either side removes it, which both are told', async () => {
    const { avery, dana } = town;
    await avery.types('indirect resellers');
    await avery.clicks('Open Contoso');
    await avery.clicks('Remove partnership');
    await avery.clicks('Remove partnership');
    await house.settled();
    expect(dana.inbox.at(-1)).toContain('Fabrikam');
    await dana.types('indirect providers');
    expect(dana.seen.text).not.toContain('Fabrikam');
    await avery.types('indirect resellers');
    expect(avery.seen.text).not.toContain('Contoso');
    await avery.types('customers');
    expect(avery.seen.text).toContain('Wingtip Toys');
  });

  it('can be requested anew', async () => {
    const { avery, dana } = town;
    const link = await requestSent(avery, 'dana@contoso.example');
    await dana.types(link);
    await dana.clicks('Authorize indirect provider', { confirmAuthorize: 'true' });
    await house.settled();
    await dana.types('indirect providers');
    expect(dana.seen.text).toContain('Fabrikam');
  });
});

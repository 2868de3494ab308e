import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type House, openHouse } from './support/house.ts';
import { newcomer, settle, type Town } from './support/people.ts';
import type { Person } from './support/person.ts';
import { allRows } from './support/rows.ts';
import { approves, pageAt, type Sent, sends } from './support/story.ts';

const NOT_USABLE = 'This link cannot be used.';
let house: House;
let town: Town;
let sent: Sent;
let count = 0;

beforeAll(async () => {
  house = await openHouse();
  town = await settle(house);
});
beforeEach(async () => {
  count++;
  sent = await invites(town.dana);
  await house.settled();
});
afterAll(() => house.stop());

/** Each invitation goes to somebody else at Tailspin, a company that nobody has set up. */
function invites(inviter: Person): Promise<Sent> {
  return sends(inviter, { email: `terry@tailspin${count}.example`, name: `Tailspin ${count}` });
}

function terry(options: Partial<Person['options']> = {}): Person {
  return newcomer(house, { name: 'Terry Adams', email: `terry@tailspin${count}.example`, ...options });
}

describe('the page behind the link', () => {
  it('says who asks and which words to paste, and changes nothing', async () => {
    const before = await allRows(house);
    const answer = await fetch(pageAt(house, sent.link));
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('Contoso');
    expect(html).toContain('Dana Reyes');
    expect(html).toContain(`accept ${sent.code}`);
    expect(await allRows(house)).toEqual(before);
  });

  it('sets no cookie, and lets nothing in or out', async () => {
    const { headers } = await fetch(pageAt(house, sent.link));
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toContain('no-store');
  });

  it('is the same for every link that is not open, and names no company', async () => {
    const forged = sent.link.slice(0, -1) + (sent.link.endsWith('A') ? 'B' : 'A');
    const withdrawn = sent.link;
    const unknown = `${withdrawn.slice(0, -108)}${'0'.repeat(64)}.${'A'.repeat(43)}`;
    await town.dana.clicks('Withdraw');
    const pages = await Promise.all(
      [forged, withdrawn, unknown].map(async link => {
        const answer = await fetch(pageAt(house, link));
        return { status: answer.status, html: await answer.text() };
      }),
    );
    expect(new Set(pages.map(page => JSON.stringify(page))).size).toBe(1);
    expect(pages[0]?.status).toBe(404);
    expect(pages[0]?.html).not.toContain('Contoso');
  });
});

describe('in Teams', () => {
  const ways: [string, () => string][] = [
    ['the link', () => sent.link],
    ['the link with words around it', () => `Is this real? (${sent.link}).`],
    ['the words of the page', () => `accept ${sent.code}`],
    ['the command with the whole link', () => `ACCEPT ${sent.link}`],
    ['the Japanese command', () => `承認 ${sent.code}`],
    ['the code alone', () => sent.code],
  ];
  for (const [what, text] of ways) {
    it(`${what} opens the request`, async () => {
      const customer = terry();
      await customer.types(text());
      expect(customer.seen.text).toContain('Contoso asks for a reseller relationship');
    });
  }

  it('the request says who asks, what would be granted, what stays, and until when', async () => {
    const customer = terry();
    await customer.types(sent.link);
    const { text } = customer.seen;
    expect(text).toContain(`For Tailspin ${count}.`);
    expect(text).toContain('Indirect reseller');
    expect(text).toContain('4847383');
    expect(text).toContain('United States');
    expect(text).toContain('Dana Reyes (dana@contoso.example)');
    expect(text).toContain('**Sell**: Contoso can sell you');
    expect(text).toContain('**Administer on your behalf**');
    expect(text).toContain('Your data and your tenant remain yours');
    expect(text).toContain('2026-12-20T09:00:00Z');
    expect(text).toContain('approving sets it up and makes you its global admin here');
    expect(customer.buttons).toEqual(['Approve', 'Decline', "I'm not a global admin"]);
  });

  it('stands among the received invitations, and opens from there', async () => {
    const customer = terry();
    await customer.types(sent.link);
    await house.settled();
    await customer.types('invitations');
    expect(customer.seen.text).toContain('Contoso');
    expect(customer.seen.text).toContain('Waiting for an answer');
    await customer.clicks('Open the invitation from Contoso');
    expect(customer.mayClick('Approve')).toBe(true);
  });

  it('tells how to accept when no link is given', async () => {
    const customer = terry();
    await customer.types('accept');
    expect(customer.seen.text).toContain('Paste the link from your invitation email');
  });
});

describe('who cannot accept', () => {
  it('is a partner: the bot names the right way', async () => {
    const { avery } = town;
    await avery.types(sent.link);
    expect(avery.seen.text).toContain('Fabrikam is set up here as a partner');
    expect(avery.seen.text).toContain('sends an indirect reseller a partnership request');
  });

  it('is the company that invites', async () => {
    const { sam } = town;
    await sam.types(sent.link);
    expect(sam.seen.text).toContain(`This is your own company's link for Tailspin ${count}`);
  });

  const guests: [string, Record<string, string>][] = [
    ['a guest', { userRole: 'guest' }],
    [
      'someone whose sign-in name is a guest’s',
      { userPrincipalName: 'terry_tailspin.example#EXT#@host.example' },
    ],
    ['someone whose home is another tenant', { tenantId: '00000000-1111-4222-8333-444444444444' }],
  ];
  for (const [who, changes] of guests) {
    it(`is ${who}`, async () => {
      const customer = terry();
      const member = house.connector.members.get(customer.userId);
      if (!member) throw new Error('no such member');
      house.connector.members.set(customer.userId, { ...member, ...changes });
      await customer.types(sent.link);
      expect(customer.seen.text).toContain('guests cannot act for it');
      await customer.sends('accept.approve', { id: sent.id, confirmGlobalAdmin: 'true' });
      expect(customer.seen.text).toContain(NOT_USABLE);
    });
  }

  it('is whoever knows the id alone', async () => {
    const customer = terry();
    await customer.types('help');
    const before = await allRows(house);
    for (const verb of ['accept.show', 'accept.approve', 'accept.decline', 'accept.handOver']) {
      await customer.sends(verb, { id: sent.id, confirmGlobalAdmin: 'true' });
      expect(customer.seen.text).toContain(NOT_USABLE);
    }
    expect(await allRows(house)).toEqual(before);
  });
});

describe('a link that cannot be used is answered alike, whether it', () => {
  const ends: [string, () => Promise<string>][] = [
    ['was never given out', async () => `${'0'.repeat(64)}.${'A'.repeat(43)}`],
    ['was forged', async () => sent.code.slice(0, -1) + (sent.code.endsWith('A') ? 'E' : 'A')],
    [
      'bears another invitation’s code',
      async () => {
        const { code } = sent;
        count++;
        const other = await invites(town.sam);
        return code.slice(0, 65) + other.code.slice(65);
      },
    ],
    [
      'was withdrawn',
      async () => {
        await town.dana.clicks('Withdraw');
        return sent.code;
      },
    ],
    [
      'was replaced by Send again',
      async () => {
        await town.dana.clicks('Send again');
        await town.dana.clicks('Done');
        return sent.code;
      },
    ],
    [
      'was used by somebody else',
      async () => {
        const first = terry();
        await first.types(sent.link);
        await approves(first);
        expect(first.seen.text).toContain('Terry Adams approved');
        return sent.code;
      },
    ],
    [
      'has expired',
      async () => {
        house.clock.forward(30 * 24 * 60 * 60 * 1000);
        return sent.code;
      },
    ],
  ];
  for (const [what, codeOf] of ends) {
    it(what, async () => {
      const code = await codeOf();
      const customer = terry({ name: 'Someone Else' });
      await customer.types('help');
      const { text } = await customer.types(`accept ${code}`);
      expect(text).toBe(
        'This link cannot be used. It may be incomplete, used already, replaced by a newer one, expired or withdrawn. Please copy the whole link from the newest email, or ask the partner who invited you for a new one.',
      );
    });
  }
});

describe('a company that nobody has set up', () => {
  it('comes into being with the approval, and the approver is its global admin', async () => {
    const customer = terry();
    await customer.types(sent.link);
    await approves(customer);
    expect(customer.seen.text).toContain('Contoso can now sell to you and administer on your behalf');
    await house.settled();
    await customer.types('set up company');
    expect(customer.seen.text).toContain(`Tailspin ${count}`);
    expect(customer.seen.text).toContain('Active');
    expect(customer.mayClick('Edit')).toBe(true);
  });

  it('can be administered as soon as it is there', async () => {
    const customer = terry();
    await customer.types(sent.link);
    await approves(customer);
    await house.settled();
    await town.dana.types(`customers tailspin ${count}`);
    expect(town.dana.seen.text).toContain('Can sell · Can administer');
    await town.dana.clicks(`Open Tailspin ${count}`);
    expect(town.dana.seen.text).toContain('Yes: Office 365, Azure, Dynamics 365, and Windows');
    expect(town.dana.seen.text).toContain(`Terry Adams (terry@tailspin${count}.example)`);
  });

  it('does not come into being before its global admin says that they are one', async () => {
    const customer = terry();
    await customer.types(sent.link);
    await customer.clicks('Approve');
    expect(customer.seen.text).toContain('please confirm that you are a global admin');
    expect(customer.mayClick('Approve')).toBe(true);
    await house.settled();
    expect((await allRows(house)).some(row => row.rowKey === `company:${customer.options.tenantId}`)).toBe(
      false,
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type House, LINK_SECRET, openHouse, PUBLIC_URL } from './support/house.ts';
import { newcomer, settle } from './support/people.ts';
import { allRows, type StoredRow } from './support/rows.ts';
import { approves, drafts, linkIn, pageAt, sends } from './support/story.ts';

/** What must lie nowhere: the signed half of every code that was given out, and every draft page's token. */
const secrets: Record<string, string> = { 'the link secret': LINK_SECRET };
let house: House;
/** Every row that lay in storage at one moment or another of the story. */
const rows: StoredRow[] = [];

async function look(): Promise<void> {
  rows.push(...(await allRows(house)));
}

function notes(what: string, link: string): void {
  const last = link.slice(link.lastIndexOf('/') + 1).replace(/#.*$/, '');
  secrets[what] = last.slice(last.lastIndexOf('.') + 1);
}

/** A whole story with all that touches a link, played with the log at its most talkative. */
beforeAll(async () => {
  house = await openHouse({ env: { LOG_LEVEL: 'trace' } });
  const { dana, sam } = await settle(house);
  const terry = newcomer(house, { name: 'Terry Adams' });

  const draft = await drafts(dana, { email: 'terry@tailspin.example', name: 'Tailspin' });
  notes('the first link', draft.link);
  // People put the link, or its code alone, into places where it does not belong.
  await dana.clicks('Next', {
    subject: `See ${draft.link}`,
    message: `Type accept ${draft.code}: ${draft.link}`,
  });
  notes('the page of the draft', dana.follows('Open in email'));
  await dana.clicks('Edit');
  await look();
  await dana.clicks('Next', { message: 'The link is lost' });
  await dana.clicks('Put the link back');
  await dana.clicks('Next');
  notes('the second page of the draft', dana.follows('Copy to clipboard'));
  await fetch(pageAt(house, dana.follows('Open in email')));
  await dana.clicks('Done');
  await look();
  await fetch(pageAt(house, draft.link));
  await dana.clicks('Remind');
  notes('the page of the reminder', dana.follows('Open in email'));
  await dana.clicks('Edit');
  await dana.clicks('Next', { subject: 'Again', message: `${draft.code} and ${draft.link}` });
  await look();
  await dana.clicks('Done');
  await look();
  await terry.types(`please ${draft.link}`);
  await terry.clicks('Decline', { reason: `The link ${draft.link} did not work, nor did ${draft.code}` });
  await house.settled();

  await look();
  dana.reads();
  await dana.clicks('Send again');
  notes('the second link', linkIn(dana.seen.text));
  notes('the page of the second draft', dana.follows('Open in email'));
  const second = linkIn(dana.seen.text);
  await dana.clicks('Done');
  await dana.clicks('Withdraw');
  await terry.types(`accept ${second}`);
  await dana.clicks('Send again');
  const third = linkIn(dana.seen.text);
  notes('the third link', third);
  await dana.clicks('Done');
  await terry.types(third.replace('http', 'hxxp'));
  await approves(terry);
  await terry.types(`what is ${draft.code.slice(0, -1)}?`);
  await house.settled();

  await look();
  const form = { email: 'al@adatum.example', name: `Adatum ${third}`, reference: `From ${third}` };
  await sends(sam, form).catch(() => undefined);
  house.connector.refuse = ({ method }) => (method === 'POST' ? { status: 500 } : undefined);
  await terry.types(third).catch(() => undefined);
  house.connector.refuse = () => undefined;
  await fetch(pageAt(house, `${third}/x`));
  await fetch(pageAt(house, `${PUBLIC_URL}/drafts/${'x'.repeat(43)}`));
  await look();
});
afterAll(() => house.stop());

describe('after a whole story', () => {
  it('there is something to look through', () => {
    expect(Object.keys(secrets)).toHaveLength(8);
    for (const secret of Object.values(secrets)) expect(secret.length).toBeGreaterThanOrEqual(43);
    expect(rows.length).toBeGreaterThan(50);
    expect(house.log.length).toBeGreaterThan(0);
  });

  it('no row of any table holds a link’s code or a draft page’s token', () => {
    for (const [what, secret] of Object.entries(secrets)) {
      const found = rows.filter(row => JSON.stringify(row).includes(secret));
      expect({ what, found }).toEqual({ what, found: [] });
    }
  });

  it('no line of the log does', () => {
    for (const [what, secret] of Object.entries(secrets)) {
      const found = house.log.filter(line => line.includes(secret));
      expect({ what, found }).toEqual({ what, found: [] });
    }
  });
});

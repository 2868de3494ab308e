import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { linksOf } from './support/cardText.ts';
import { enrolls, rightForm } from './support/companyForm.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization, type Organization } from './support/organization.ts';
import type { Person } from './support/person.ts';
import { pageAt } from './support/story.ts';

describe('a company whose primary contact is somebody else', () => {
  let house: House;
  let contoso: Organization;
  let dana: Person;
  let lou: Person;
  let form: Record<string, string>;

  beforeAll(async () => {
    house = await openHouse();
  });
  beforeEach(() => {
    contoso = newOrganization(house);
    dana = contoso.person('Dana Reyes');
    lou = contoso.person('Lou Contact');
    form = rightForm(contoso, lou.options.email);
  });
  afterAll(() => house.stop());

  const page = async (url: string) => {
    const response = await fetch(pageAt(house, url));
    return { status: response.status, text: await response.text() };
  };

  it('is submitted and waits for the contact, and may draft meanwhile but not send', async () => {
    await enrolls(dana, form);
    expect(dana.seen.text).toContain(': Submitted');
    expect(dana.seen.text).toContain('Waiting for Lou Contact to confirm the address.');
    expect(dana.seen.text).toContain(`Lou Contact (${lou.options.email}) (not confirmed yet)`);
    expect(dana.seen.text).toContain('you can prepare invitations, but not send them');

    await dana.types('invite customer kim@wingtip.example');
    await dana.clicks('Next', { name: 'Wingtip Toys' });
    await dana.clicks('Next');
    expect(dana.seen.text).toContain('Your company is not active yet');
    expect(dana.mayClick('Done')).toBe(false);
    expect(linksOf(dana.seen.card)).toEqual([]);
  });

  it('does not send even if someone forges the click', async () => {
    await enrolls(dana, form);
    await dana.types('invite customer kim@wingtip.example');
    await dana.clicks('Next', { name: 'Wingtip Toys' });
    const id = /invitations\/([0-9a-f]{64})/.exec(dana.seen.text)?.[1];
    await dana.sends('draft.done', { id });
    expect(dana.seen.text).toContain('Your company is not active yet, so nothing can be sent.');
    await dana.types('invitations');
    expect(dana.seen.text).toContain('Draft');
  });

  describe('has a ready e-mail that asks the contact', () => {
    it('behind Open in email and Copy to clipboard, with a working mail link', async () => {
      await enrolls(dana, form);
      expect(linksOf(dana.seen.card).map(({ title }) => title)).toEqual([
        'Open in email',
        'Copy to clipboard',
      ]);
      const { status, text } = await page(dana.follows('Open in email'));
      expect(status).toBe(200);
      expect(text).toContain('Please confirm that you are the primary contact');
      expect(text).toContain('Only you can do this, in Microsoft Teams');
      expect(text).toContain(`href="mailto:${lou.options.email}?subject=`);
      expect(text).toContain('href="https://outlook.office.com/mail/deeplink/compose?');
      expect(text).toContain('http://localhost:3978/contact');
    });

    it('whose own link merely leads to the bot, and shows no data', async () => {
      await enrolls(dana, form);
      const { status, text } = await page('http://localhost:3978/contact');
      expect(status).toBe(200);
      expect(text).toContain('set up company');
      expect(text).not.toContain(contoso.domain);
      await dana.types('set up company');
      expect(dana.seen.text).toContain(': Submitted');
    });

    it('for 15 minutes, and anew with each look at the record', async () => {
      await enrolls(dana, form);
      const url = dana.follows('Open in email');
      house.clock.forward(15 * 60_000);
      expect((await page(url)).status).toBe(404);
      await dana.types('set up company');
      expect((await page(dana.follows('Open in email'))).status).toBe(200);
    });

    it('until the contact has confirmed', async () => {
      await enrolls(dana, form);
      const url = dana.follows('Open in email');
      await lou.types('set up company');
      await lou.clicks('Confirm that it is me');
      expect((await page(url)).status).toBe(404);
    });
  });

  describe('is confirmed by a click of the contact', () => {
    it('who types the words of the e-mail and sees what was entered', async () => {
      await enrolls(dana, form);
      await lou.types('set up company');
      expect(lou.seen.text).toContain('You are named as the primary contact.');
      expect(lou.seen.text).toContain('48 Mill Street');
      // Looking at the card confirms nothing.
      await dana.types('set up company');
      expect(dana.seen.text).toContain(': Submitted');

      await lou.clicks('Confirm that it is me');
      expect(lou.seen.text).toContain(': Active');
      expect(lou.seen.text).toContain(`Lou Contact (${lou.options.email}) (confirmed)`);
    });

    it('and whoever enrolled is told at once, in Teams', async () => {
      await enrolls(dana, form);
      await lou.types('set up company');
      await lou.clicks('Confirm that it is me');
      await house.settled();
      expect(dana.reads().text).toContain(`Reseller of ${contoso.domain} is active`);
      await dana.clicks('Set up company');
      expect(dana.seen.text).toContain(': Active');
    });

    it('whom the bot asks in Teams, if it knows them', async () => {
      await lou.installs();
      await enrolls(dana, form);
      await house.settled();
      expect(lou.reads().text).toContain(`Reseller of ${contoso.domain} named you as its primary contact`);
      expect(lou.seen.text).toContain('Dana Reyes');
      await lou.clicks('Confirm that it is me');
      expect(lou.seen.text).toContain(': Active');
    });

    it('whose address is compared without case', async () => {
      await enrolls(dana, form, { contactEmail: lou.options.email.toUpperCase() });
      await lou.types('set up company');
      await lou.clicks('Confirm that it is me');
      expect(lou.seen.text).toContain(': Active');
    });

    it('twice, which is as good as once', async () => {
      await enrolls(dana, form);
      await lou.types('set up company');
      const { seen } = lou;
      await lou.clicks('Confirm that it is me');
      await lou.clicks('Confirm that it is me', {}, seen);
      expect(lou.seen.text).toContain(': Active');
      await house.settled();
      expect(dana.inbox.filter(text => text.includes('is active'))).toHaveLength(1);
    });
  });

  describe('is confirmed by nobody else:', () => {
    const forges = async (person: Person) => {
      await enrolls(dana, form);
      await person.types('hello');
      await person.sends('setUpCompany.confirmContact', {});
      const said = person.seen.text;
      await dana.types('set up company');
      expect(dana.seen.text).toContain(': Submitted');
      return said;
    };

    it('not the person who enrolled', async () => {
      expect(await forges(dana)).toContain(`Only ${lou.options.email} can confirm this address`);
      expect(dana.mayClick('Confirm that it is me')).toBe(false);
    });

    it('not another colleague, who does not even see the record', async () => {
      const mo = contoso.person('Mo Other');
      expect(await forges(mo)).toContain(`Only ${lou.options.email} can confirm this address`);
      await mo.types('set up company');
      expect(mo.seen.text).toContain('you have not been added yet');
      expect(mo.seen.text).not.toContain('48 Mill Street');
    });

    it('not someone of another organization who has the same address', async () => {
      const stranger = newOrganization(house).person('Lou Contact', { email: lou.options.email });
      expect(await forges(stranger)).not.toContain(contoso.domain);
    });

    it('not a guest who has the same address', async () => {
      const guest = contoso.person('Lou Contact', { email: lou.options.email, userRole: 'guest' });
      expect(await forges(guest)).toContain('guests cannot act for it');
      await guest.types('set up company');
      expect(guest.seen.text).not.toContain('48 Mill Street');
    });
  });

  it('waits for a new contact when a global admin names one, and asks them', async () => {
    const mo = contoso.person('Mo Other');
    await mo.installs();
    await enrolls(dana, form);
    await dana.clicks('Edit');
    await dana.clicks('Update', { contactName: 'Mo Other', contactEmail: mo.options.email });
    expect(dana.seen.text).toContain('Waiting for Mo Other to confirm the address.');
    await lou.types('set up company');
    expect(lou.mayClick('Confirm that it is me')).toBe(false);
    await house.settled();
    expect(mo.reads().text).toContain('named you as its primary contact');
    await mo.clicks('Confirm that it is me');
    expect(mo.seen.text).toContain(': Active');
  });
});

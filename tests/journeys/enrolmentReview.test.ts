import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { reviewEnrolment } from '../../operations/setUpCompany.ts';
import { enrolls, rightForm } from './support/companyForm.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization, type Organization } from './support/organization.ts';
import type { Person } from './support/person.ts';
import { pageAt } from './support/story.ts';

describe('where an operator reviews partners', () => {
  let house: House;
  let contoso: Organization;
  let dana: Person;
  let lou: Person;
  let name: string;

  beforeAll(async () => {
    house = await openHouse({ env: { REVIEW: 'manual' } });
  });
  beforeEach(() => {
    contoso = newOrganization(house);
    dana = contoso.person('Dana Reyes');
    lou = contoso.person('Lou Contact');
    name = `Reseller of ${contoso.domain}`;
  });
  afterAll(() => house.stop());

  const enrollsHerself = () => enrolls(dana, rightForm(contoso, dana.options.email));
  const enrollsWithLou = () => enrolls(dana, rightForm(contoso, lou.options.email));
  const confirms = async () => {
    await lou.types('set up company');
    return lou.clicks('Confirm that it is me');
  };
  const decides = async (verdict: { do: 'approve' } | { do: 'reject'; reason: string }) => {
    const { outcome } = await reviewEnrolment(house.bot.desk, contoso.tenantId, verdict);
    await house.settled();
    return outcome;
  };
  const approves = () => decides({ do: 'approve' });
  const rejects = (reason = 'The legal name differs from the register') => decides({ do: 'reject', reason });

  it('says beforehand that it can take days', async () => {
    await dana.types('set up company');
    expect(dana.seen.text).toContain('A review can take several days.');
  });

  describe('a partner whose contact is confirmed', () => {
    it('reads that the review can take days, and may draft but not send', async () => {
      await enrollsHerself();
      expect(dana.seen.text).toContain(`${name}: Contact confirmed`);
      expect(dana.seen.text).toContain('The operator is reviewing your company. This can take several days');
      await dana.types('invite customer kim@wingtip.example');
      await dana.clicks('Next', { name: 'Wingtip Toys' });
      await dana.clicks('Next');
      expect(dana.seen.text).toContain('Your company is not active yet');
      expect(dana.mayClick('Done')).toBe(false);
    });

    it('is told when it is active, and may then send what was drafted', async () => {
      await enrollsHerself();
      await dana.types('invite customer kim@wingtip.example');
      await dana.clicks('Next', { name: 'Wingtip Toys' });
      await dana.clicks('Next');
      expect(await approves()).toBe('reviewed');
      expect(dana.reads().text).toContain(`${name} is active`);
      await dana.types('invite customer');
      await dana.clicks('Done');
      expect(dana.seen.text).toContain('Invitation to Wingtip Toys: Sent');
    });

    it('is told why it was rejected, corrects it, is reviewed again, and becomes active', async () => {
      await enrollsHerself();
      expect(await rejects()).toBe('reviewed');
      expect(dana.reads().text).toContain(`The enrollment of ${name} was rejected`);
      expect(dana.seen.text).toContain('Reason: The legal name differs from the register');
      await dana.clicks('Set up company');
      expect(dana.seen.text).toContain(`${name}: Rejected`);
      expect(dana.seen.text).toContain(
        'The enrollment was rejected: The legal name differs from the register',
      );
      await dana.clicks('Edit');
      await dana.clicks('Update', { name: `${name} Ltd.` });
      expect(dana.seen.text).toContain(`${name} Ltd.: Contact confirmed`);
      expect(dana.seen.text).not.toContain('The legal name differs');
      expect(await approves()).toBe('reviewed');
      expect(dana.reads().text).toContain(`${name} Ltd. is active`);
    });

    it('is told once, however often the operator approves', async () => {
      await enrollsHerself();
      expect([await approves(), await approves(), await rejects()]).toEqual(['reviewed', 'notNow', 'notNow']);
      expect(dana.inbox.filter(text => text.includes('is active'))).toHaveLength(1);
      await dana.types('set up company');
      expect(dana.seen.text).toContain(': Active');
    });
  });

  describe('a partner whose contact is somebody else', () => {
    it('cannot be approved before the contact confirmed', async () => {
      await enrollsWithLou();
      expect(dana.seen.text).toContain(`${name}: Submitted`);
      expect(await approves()).toBe('notNow');
      await dana.types('set up company');
      expect(dana.seen.text).toContain(': Submitted');
    });

    it('has each step told to whoever enrolled and to the contact', async () => {
      await enrollsWithLou();
      await confirms();
      await house.settled();
      expect(lou.seen.text).toContain('Contact confirmed');
      expect(dana.reads().text).toContain(`The primary contact of ${name} is confirmed`);
      await approves();
      expect(dana.reads().text).toContain(`${name} is active`);
      expect(lou.reads().text).toContain(`${name} is active`);
    });

    it('has the rejection told to both', async () => {
      await enrollsWithLou();
      await confirms();
      await rejects('No such Partner ID');
      for (const person of [dana, lou]) {
        expect(person.reads().text).toContain(`The enrollment of ${name} was rejected`);
        expect(person.seen.text).toContain('No such Partner ID');
      }
    });

    it('gives whoever enrolled a ready e-mail, if the contact is not here in Teams', async () => {
      await enrollsWithLou();
      await rejects('No such Partner ID');
      expect(dana.reads().text).toContain('Lou Contact is not here in Teams. Please tell them');
      const page = await (await fetch(pageAt(house, dana.follows('Open in email')))).text();
      expect(page).toContain(`href="mailto:${lou.options.email}?subject=`);
      expect(page).toContain(`The enrollment of ${name} was rejected`);
      expect(page).toContain('No such Partner ID');
    });

    it('waits for the new contact, if another is named during the review', async () => {
      const mo = contoso.person('Mo Other');
      await enrollsWithLou();
      await confirms();
      await dana.types('set up company');
      await dana.clicks('Edit');
      await dana.clicks('Update', { contactName: 'Mo Other', contactEmail: mo.options.email });
      expect(dana.seen.text).toContain(': Submitted');
      expect(await approves()).toBe('notNow');
      await mo.types('set up company');
      await mo.clicks('Confirm that it is me');
      expect(await approves()).toBe('reviewed');
    });
  });

  it('a customer is active without a review', async () => {
    const customer = { kind: 'customer', partnerId: '', partnerIdConfirmed: 'false' };
    await enrolls(dana, rightForm(contoso, dana.options.email), customer);
    expect(dana.seen.text).toContain(`${name}: Active`);
  });

  it('a partner that is in CSP already is reviewed, too', async () => {
    await dana.types('set up company');
    await dana.clicks('Already in CSP?');
    const { partnerId = '', supportEmail = '', supportPhone = '' } = rightForm(contoso, '');
    await dana.clicks('Enroll now', { name, kind: 'directPartner', partnerId, supportEmail, supportPhone });
    expect(dana.seen.text).toContain('The operator is reviewing your company.');
    await approves();
    expect(dana.reads().text).toContain(`${name} is active`);
  });

  it('there is nothing to decide for a tenant without a company', async () => {
    expect(await approves()).toBe('noCompany');
  });
});

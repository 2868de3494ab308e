import type { Organization } from './organization.ts';
import type { Person } from './person.ts';

/** What a reseller of an organization types into the set-up form, with nothing wrong in it; `contact` is their e-mail address. */
export function rightForm(organization: Organization, contact: string): Record<string, string> {
  const { domain } = organization;
  return {
    name: `Reseller of ${domain}`,
    kind: 'indirectReseller',
    country: 'US',
    partnerId: '4847383',
    partnerIdConfirmed: 'true',
    address: '48 Mill Street, Chicago, IL 60607',
    contactName: 'Lou Contact',
    contactEmail: contact,
    supportEmail: `support@${domain}`,
    supportPhone: '+1 312 555 0134',
    supportWebsite: `https://${domain}/support`,
  };
}

/** Types the command, goes past the introduction and fills in the full form. */
export async function enrolls(
  person: Person,
  form: Record<string, string>,
  changes: Record<string, string> = {},
): Promise<Person['seen']> {
  await person.types('set up company');
  await person.clicks('Next');
  return person.clicks('Enroll now', { ...form, ...changes });
}

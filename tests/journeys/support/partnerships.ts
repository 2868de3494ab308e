import type { Company, CompanyKind } from '../../../domain/company.ts';
import type { Levels } from '../../../domain/permissions.ts';
import { seedCompany } from '../../../operations/seedCompany.ts';
import type { House } from './house.ts';
import { newOrganization } from './organization.ts';
import type { Person } from './person.ts';
import { type Invited, linkIn, type Sent } from './story.ts';

/** A company that stands here, and people of it as they are needed. */
export interface Office {
  readonly id: string;
  readonly name: string;
  /** Its global admin, who is an admin agent in a partner's company as well. */
  readonly admin: Person;
  /** Someone of it, added with these levels, or not added when there are none. */
  colleague(name: string, levels?: Levels): Promise<Person>;
}

/** Sets a company of any kind up, with its global admin at their client. */
export async function office(
  house: House,
  kind: CompanyKind,
  name: string,
  changes: Partial<Company> = {},
): Promise<Office> {
  const organization = newOrganization(house);
  const { tenantId: id } = organization;
  const at = house.clock.now.toISOString();
  const member = (person: Person, levels: Levels) => {
    const { tenantId, objectId, name: known, email } = person.options;
    return {
      tenantId,
      objectId,
      name: known,
      profile: { email, guest: false },
      member: { ...levels, companyKind: kind, since: at },
      welcomed: true,
    };
  };
  const admin = organization.person(`Admin of ${name}`, { email: `admin@${organization.domain}` });
  const whole: Company = {
    id,
    kind,
    name,
    country: 'US',
    partnerId: kind === 'customer' ? undefined : '5551234',
    support: {},
    alreadyInCsp: false,
    state: 'active',
    enrolledAt: at,
    activeAt: at,
    administration: {},
    administrationVersion: 0,
    ...changes,
  };
  const agent = kind === 'customer' ? 'none' : 'adminAgent';
  await seedCompany(house.bot.desk, whole, [member(admin, { admin: 'globalAdmin', agent })]);
  // Reachable from the start, as someone who used the bot before.
  await admin.types('language');
  return {
    id,
    name,
    admin,
    async colleague(known, levels) {
      const person = organization.person(known);
      if (levels) {
        const { people } = house.bot.desk.storage;
        await house.bot.desk.storage.commit(id, {
          rows: [people.insert(member(person, levels))],
          history: [],
        });
      }
      await person.types('language');
      return person;
    },
  };
}

/** Fills in the request's form; the draft is then in front of the provider. */
export async function draftsRequest(provider: Person, to: Invited): Promise<Sent> {
  const { email, ...rest } = to;
  await provider.types(`request partnership ${email}`);
  const { seen } = provider;
  await provider.clicks('Next', rest);
  return sentOf(provider, seen.messageId);
}

/** Requests a partnership and marks the letter as sent. */
export async function requests(provider: Person, to: Invited): Promise<Sent> {
  const draft = await draftsRequest(provider, to);
  await provider.clicks('Next');
  await provider.clicks('Done');
  return draft;
}

/** Two companies become partners, the whole way: request, link, authorization. */
export async function becomePartners(
  house: House,
  provider: Person,
  reseller: Pick<Office, 'name' | 'admin'>,
): Promise<Sent> {
  await provider.types('cancel');
  const sent = await requests(provider, { email: reseller.admin.options.email, name: reseller.name });
  await reseller.admin.types(sent.link);
  await authorizes(reseller.admin);
  await house.settled();
  return sent;
}

/** Ticks the box and authorizes what is in front of them. */
export function authorizes(reseller: Person): Promise<Person['seen']> {
  return reseller.clicks('Authorize indirect provider', { confirmAuthorize: 'true' });
}

/** A reseller invites a customer together with a provider that it has, from the provider's row. */
export async function sendsJointly(reseller: Person, provider: string, to: Invited): Promise<Sent> {
  await reseller.types('cancel');
  await reseller.types(`indirect providers ${provider}`);
  await reseller.clicks(`Open ${provider}`);
  await reseller.clicks('Invite new customers');
  const { seen } = reseller;
  await reseller.clicks('Next', { ...to });
  const draft = sentOf(reseller, seen.messageId);
  await reseller.clicks('Next');
  await reseller.clicks('Done');
  return draft;
}

/** Opens a partner's record from the list. */
export async function opensPartner(person: Person, list: 'providers' | 'resellers', name: string) {
  await person.types(`indirect ${list} ${name}`);
  return person.clicks(`Open ${name}`);
}

/** Removes the partnership with someone, and says so twice as one has to. */
export async function removesPartnership(person: Person, list: 'providers' | 'resellers', name: string) {
  await opensPartner(person, list, name);
  await person.clicks('Remove partnership');
  return person.clicks('Remove partnership');
}

function sentOf(person: Person, card: string | undefined): Sent {
  const link = linkIn(person.seen.text);
  const code = link.slice(link.lastIndexOf('/') + 1);
  return { link, code, id: code.slice(0, 64), card };
}

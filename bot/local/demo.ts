/** The agent level of a demo person, as a company's people hold exactly one (design §1). */
export type DemoAgentLevel = 'adminAgent' | 'salesAgent' | 'helpdeskAgent' | 'none';

/** The admin level of a demo person; rights are the union of both levels. */
export type DemoAdminLevel = 'globalAdmin' | 'userManagementAdmin' | 'billingAdmin' | 'none';

/** A person with an account in a demo tenant. */
export interface DemoPerson {
  readonly aadObjectId: string;
  readonly givenName: string;
  readonly surname: string;
  /** Also the user principal name. */
  readonly email: string;
  readonly agent: DemoAgentLevel;
  readonly admin: DemoAdminLevel;
}

/** One of the three companies with which the whole story can be played on one machine (design §6). */
export interface DemoCompany {
  readonly role: 'provider' | 'reseller' | 'customer';
  readonly kind: 'indirectProvider' | 'indirectReseller' | 'customer';
  readonly tenantId: string;
  readonly name: string;
  readonly domain: string;
  readonly country: string;
  readonly address: string;
  /** Partner ID (MPN ID); a customer has none. */
  readonly partnerId?: string;
  readonly support: { readonly email: string; readonly phone: string; readonly website: string };
  /** Who may act for the company from the start. The first is the primary contact and sits at the company's first client. */
  readonly people: readonly [DemoPerson, ...DemoPerson[]];
  /** Others of the same tenant, whom the company has not added: to them the bot owes nothing yet. */
  readonly strangers: readonly [DemoPerson, ...DemoPerson[]];
}

/** A Teams-like client: a company, and who of its tenant sits there. */
export interface DemoClient {
  /** Names its process and its conversations. */
  readonly seat: DemoCompany['role'] | 'colleague';
  readonly company: DemoCompany;
  readonly sitting: DemoPerson;
}

interface Levels {
  agent?: DemoAgentLevel;
  admin?: DemoAdminLevel;
}

/** The ids of a company's people differ from its tenant's id in the last group only, so that they are known at sight. */
function person(
  company: { tenantId: string; domain: string },
  number: number,
  fullName: string,
  { agent = 'none', admin = 'none' }: Levels = {},
): DemoPerson {
  const [givenName = '', surname = ''] = fullName.split(' ');
  const aadObjectId = company.tenantId.slice(0, -2) + String(number).padStart(2, '0');
  return {
    aadObjectId,
    givenName,
    surname,
    email: `${givenName.toLowerCase()}@${company.domain}`,
    agent,
    admin,
  };
}

const fabrikam = { tenantId: '5f1e0c7a-90d3-4b2e-8a61-3f6b27c41000', domain: 'fabrikam.example' };
const contoso = { tenantId: '7c2d9b48-11fe-4d6a-9c05-82e4d1a32000', domain: 'contoso.example' };
const wingtip = { tenantId: '93ab64e5-2c80-4f17-b7d2-6d0e58f93000', domain: 'wingtip.example' };

/** The three demo companies, in the order in which the story is played. */
export const demoCompanies: readonly [DemoCompany, DemoCompany, DemoCompany] = [
  {
    ...fabrikam,
    role: 'provider',
    kind: 'indirectProvider',
    name: 'Fabrikam',
    country: 'US',
    address: '1200 Harbor Way, Seattle, WA 98101',
    partnerId: '4391507',
    support: {
      email: 'support@fabrikam.example',
      phone: '+1 206 555 0121',
      website: 'https://www.fabrikam.example/support',
    },
    people: [
      person(fabrikam, 1, 'Avery Howard', { admin: 'globalAdmin', agent: 'adminAgent' }),
      person(fabrikam, 2, 'Robin Park', { agent: 'salesAgent' }),
    ],
    strangers: [
      person(fabrikam, 3, 'Noa Berg'),
      person(fabrikam, 4, 'Jules Marin'),
      person(fabrikam, 5, 'Toni Vale'),
      person(fabrikam, 6, 'Remy Castell'),
    ],
  },
  {
    ...contoso,
    role: 'reseller',
    kind: 'indirectReseller',
    name: 'Contoso',
    country: 'US',
    address: '48 Mill Street, Chicago, IL 60607',
    partnerId: '4847383',
    support: {
      email: 'support@contoso.example',
      phone: '+1 312 555 0134',
      website: 'https://www.contoso.example/support',
    },
    people: [
      person(contoso, 1, 'Dana Reyes', { admin: 'globalAdmin', agent: 'adminAgent' }),
      person(contoso, 2, 'Sam Ito', { agent: 'salesAgent' }),
      person(contoso, 3, 'Lee Chen', { agent: 'helpdeskAgent' }),
    ],
    strangers: [
      person(contoso, 4, 'Ari Lund'),
      person(contoso, 5, 'Bo Hallam'),
      person(contoso, 6, 'Cleo Nandi'),
    ],
  },
  {
    ...wingtip,
    role: 'customer',
    kind: 'customer',
    name: 'Wingtip Toys',
    country: 'US',
    address: '7 Carousel Lane, Bellevue, WA 98004',
    support: {
      email: 'help@wingtip.example',
      phone: '+1 425 555 0142',
      website: 'https://www.wingtip.example/help',
    },
    people: [person(wingtip, 1, 'Kim Akers', { admin: 'globalAdmin' })],
    strangers: [
      person(wingtip, 2, 'Pat Lind'),
      person(wingtip, 3, 'Jo Ferrer'),
      person(wingtip, 4, 'Max Oduya'),
      person(wingtip, 5, 'Ines Tal'),
      person(wingtip, 6, 'Uma Reed'),
    ],
  },
];

const [provider, reseller, customer] = demoCompanies;

/**
 * The clients: one for each company's first person, and one for a stranger of the reseller's, who can be added and
 * signs in for the first time there.
 */
export const demoClients: readonly [DemoClient, DemoClient, DemoClient, DemoClient] = [
  { seat: 'provider', company: provider, sitting: provider.people[0] },
  { seat: 'reseller', company: reseller, sitting: reseller.people[0] },
  { seat: 'customer', company: customer, sitting: customer.people[0] },
  { seat: 'colleague', company: reseller, sitting: reseller.strangers[0] },
];

/** A demo person's display name. */
export function fullName(someone: DemoPerson): string {
  return `${someone.givenName} ${someone.surname}`;
}

/** A person's id in the demo clients, as Teams would give it: the same at every start, so that stored conversations stay good. */
export function teamsUserId(someone: DemoPerson): string {
  return `29:${someone.aadObjectId}`;
}

/** Where the chat with the bot of whoever sits at a client lives: the same at every start. */
export function personalChatId({ seat }: DemoClient): string {
  return `a:${seat}-personal`;
}

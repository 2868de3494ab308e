import { createHash } from 'node:crypto';
import { mountPages } from '../../bot/pages/mountPages.ts';
import type { Company } from '../../domain/company.ts';
import type { Invitation } from '../../domain/invitation.ts';
import type { Language } from '../../domain/language.ts';
import { linkSigner } from '../../domain/link.ts';
import type { Person } from '../../domain/person.ts';
import { type Actor, type Desk, linkTo } from '../../operations/desk.ts';
import { markSent, saveDraft } from '../../operations/draftLetter.ts';
import { openDraftPage } from '../../operations/draftPages.ts';
import { draftInvitation } from '../../operations/inviteCustomer.ts';
import type { InviteForm } from '../../operations/inviteForm.ts';
import { openStorage } from '../../storage/storage.ts';
import { openTestTables } from '../support/azurite.ts';
import { type Answer, startEdge } from './edge.ts';

/** What *Open in Teams* leads to in these tests. */
export const TEAMS = 'https://teams.microsoft.com/l/app/0ddddddd-0000-4000-8000-000000000001?source=a&b="c"';

const CONTOSO = '0aaaaaaa-0000-4000-8000-000000000001';
const MIGUEL = { tenantId: CONTOSO, objectId: '0bbbbbbb-0000-4000-8000-000000000001', name: 'Miguel Reyes' };
const START = new Date('2026-11-20T10:00:00.000Z');

/** An e-mail that Miguel has drafted, and the address of its draft page. */
export interface Drafted {
  invitation: Invitation;
  subject: string;
  message: string;
  link: string;
  /** Path of the draft page. */
  page: string;
}

/** A desk with real storage, and its pages on a real server. */
export interface PagesSetting {
  desk: Desk;
  /** Miguel, sales agent of the reseller Contoso, as someone who reads a language. */
  miguel(language: Language): Promise<Actor>;
  /** Requests to storage so far. */
  requests(): number;
  /** Every line of the log. */
  log: readonly string[];
  port: number;
  passTime(minutes: number): void;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  head(path: string): Promise<Answer>;
  send(method: string, path: string): Promise<Answer>;
  /** Miguel drafts an invitation, perhaps changes its text, and opens its draft page in the language he reads. */
  draft(
    form: InviteForm,
    change?: { reads?: Language; edit?: (message: string) => string; subject?: string },
  ): Promise<Drafted>;
  /** The same, and *Done*. */
  invite(form: InviteForm): Promise<Drafted>;
  close(): Promise<void>;
}

/** Opens the setting; `company` changes what Contoso says of itself. */
export async function openPages(company: Partial<Company> = {}): Promise<PagesSetting> {
  let requests = 0;
  const tables = await openTestTables({ onRequest: () => requests++ });
  let now = START;
  let drawn = 0;
  const desk: Desk = {
    storage: openStorage(tables, 'pages', () => now),
    links: linkSigner('a secret for these tests'),
    settings: {
      publicUrl: 'http://localhost:3978',
      invitationDays: 30,
      review: 'auto',
      allowCrossRegion: false,
      proof: 'trusted',
      cloud: 'global',
      allowedTenants: new Set(),
    },
    now: () => now,
    random: bytes => createHash('sha512').update(`drawn ${drawn++}`).digest().subarray(0, bytes),
  };
  const contoso: Company = {
    id: CONTOSO,
    name: 'Contoso',
    kind: 'indirectReseller',
    country: 'US',
    partnerId: '1234567',
    contact: { name: 'Ann Beebe', email: 'ann@contoso.example' },
    support: { email: 'help@contoso.example' },
    alreadyInCsp: false,
    state: 'active',
    enrolledBy: MIGUEL,
    enrolledAt: START.toISOString(),
    administration: {},
    administrationVersion: 0,
    ...company,
  };
  const miguel: Person = {
    ...MIGUEL,
    welcomed: true,
    member: {
      agent: 'salesAgent',
      admin: 'none',
      companyKind: 'indirectReseller',
      since: START.toISOString(),
    },
  };
  await desk.storage.commit(CONTOSO, {
    rows: [desk.storage.companies.insert(contoso), desk.storage.people.insert(miguel)],
    history: [],
  });
  const edge = await startEdge({
    mountPages: server => mountPages(server, desk, { openInTeams: () => TEAMS }),
  });

  const setting: PagesSetting = {
    desk,
    port: edge.port,
    log: edge.log,
    requests: () => requests,
    passTime: minutes => {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    get: (path, headers) => edge.send('GET', path, headers),
    head: path => edge.send('HEAD', path),
    send: (method, path) => edge.send(method, path),
    miguel: async language => ({
      ...MIGUEL,
      language,
      person: await desk.storage.people.get(CONTOSO, MIGUEL.objectId),
      provenGlobalAdmin: false,
      profile: async () => ({ email: 'miguel@contoso.example', guest: false }),
      colleague: async () => undefined,
    }),
    draft: async (form, { reads = 'en', edit, subject } = {}) => {
      const actor = await setting.miguel(reads);
      const drafted = await draftInvitation(desk, actor, form);
      if (drafted.outcome !== 'drafted') throw new Error(`not drafted: ${drafted.outcome}`);
      const { id, version } = drafted.invitation;
      const typed = {
        subject: subject ?? drafted.letter.subject,
        message: edit ? edit(drafted.letter.message) : drafted.letter.message,
      };
      const saved = await saveDraft(desk, actor, { id, version, ...typed });
      if (saved.outcome !== 'ready') throw new Error(`not ready: ${saved.outcome}`);
      const { linkVersion } = saved.invitation;
      const url = await openDraftPage(desk, actor.language, {
        of: 'invitation',
        invitationId: id,
        linkVersion,
        purpose: 'invitation',
      });
      return {
        invitation: saved.invitation,
        ...saved.letter,
        link: linkTo(desk, saved.invitation),
        page: new URL(url).pathname,
      };
    },
    invite: async form => {
      const drafted = await setting.draft(form);
      const sent = await markSent(desk, await setting.miguel('en'), drafted.invitation.id);
      if (sent.outcome !== 'sent') throw new Error(`not sent: ${sent.outcome}`);
      return { ...drafted, invitation: sent.invitation };
    },
    close: async () => {
      await edge.server.close();
      await tables.close();
    },
  };
  return setting;
}

import type { Cloud } from '../domain/cloud.ts';
import type { Company, Review } from '../domain/company.ts';
import type { PersonRef } from '../domain/identity.ts';
import type { Language } from '../domain/language.ts';
import type { LinkSigner } from '../domain/link.ts';
import type { Person, Profile } from '../domain/person.ts';
import type { Colleague } from '../domain/user.ts';
import type { Row } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';

/** What operations work with. Time and chance come from here, so that tests can hold them still. */
export interface Desk {
  readonly storage: Storage;
  readonly links: LinkSigner;
  readonly settings: {
    /** Base of every link we hand out, without a trailing slash; never taken from a request. */
    readonly publicUrl: string;
    readonly invitationDays: number;
    readonly review: Review;
    /** Loosens the rule that provider and reseller are of one market. */
    readonly allowCrossRegion: boolean;
    /** How whoever becomes a company's first global admin shows that they are one (see {@link proofLacking}). */
    readonly proof: ProofSetting;
    readonly cloud: Cloud;
    /** Tenants that may enrol; empty means all. */
    readonly allowedTenants: ReadonlySet<string>;
  };
  now(): Date;
  random(bytes: number): Buffer;
}

/**
 * How the first global admin of a company is proven: `trusted` believes whoever comes first, `singleSignOn` asks
 * Microsoft, `none` has no way to find out, so that nobody new can become one.
 */
export type ProofSetting = 'trusted' | 'singleSignOn' | 'none';

/** Whoever typed or clicked, from the verified activity; the row is what storage knows of them in this turn. */
export interface Actor extends PersonRef {
  readonly person: Row<Person> | undefined;
  readonly language: Language;
  /** Where it came from: the verb of the button, or the command; history says so. */
  readonly via?: string | undefined;
  /** Microsoft said in this very turn that they are a global admin of their tenant; true in no other turn. */
  readonly provenGlobalAdmin: boolean;
  /** Asks the members API (not typed text) for the person's address and whether they are a guest. */
  profile(): Promise<Profile>;
  /** Asks Teams for a colleague of the same tenant who was picked; undefined when it does not tell. */
  colleague(objectId: string): Promise<Colleague | undefined>;
}

/** The actor without what only this turn needs: as it is written into rows. */
export function refOf(actor: PersonRef): PersonRef {
  return { tenantId: actor.tenantId, objectId: actor.objectId, name: actor.name };
}

/** Where all links to invitations begin. */
export function linkBase(desk: Desk): string {
  return `${desk.settings.publicUrl}/invitations/`;
}

/** The personalized link of an invitation as it stands: made anew each time, never stored (design §5). */
export function linkTo(desk: Desk, invitation: { id: string; linkVersion: number }): string {
  return `${linkBase(desk)}${desk.links.code(invitation.id, invitation.linkVersion)}`;
}

/** Whether a company may send what it drafted. */
export function maySend(company: Company): boolean {
  return company.state === 'active';
}

import type { PersonRef } from '../../domain/identity.ts';
import type { Invitation, Recipient } from '../../domain/invitation.ts';
import { LINK_PLACEHOLDER } from '../../domain/letter.ts';

/** Contoso, who invites; Wingtip, who is invited. */
export const CONTOSO = '22222222-2222-4222-8222-222222222222';
export const WINGTIP = '33333333-3333-4333-8333-333333333333';
export const NOW = new Date('2026-11-20T09:00:00.000Z');

export const dana: PersonRef = {
  tenantId: CONTOSO,
  objectId: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: 'Dana Reyes',
};
export const kim: PersonRef = {
  tenantId: WINGTIP,
  objectId: 'bbbbbbbb-0000-4000-8000-000000000001',
  name: 'Kim Akers',
};
export const pat: PersonRef = { ...kim, objectId: 'bbbbbbbb-0000-4000-8000-000000000002', name: 'Pat Lind' };
/** Of another tenant: nobody who could be handed a request of Wingtip's. */
export const noa: PersonRef = {
  tenantId: '44444444-4444-4444-8444-444444444444',
  objectId: 'cccccccc-0000-4000-8000-000000000001',
  name: 'Noa Berg',
};

export const KIMS_ADDRESS = 'kim@wingtip.example';

/** Days before or after now, as rows keep moments. */
export function days(count: number, from = NOW): string {
  return new Date(from.getTime() + count * 24 * 60 * 60 * 1000).toISOString();
}

export function opened(person: PersonRef, over: Partial<Recipient> = {}): Recipient {
  return { ...person, since: NOW.toISOString(), email: KIMS_ADDRESS, ...over };
}

/** An invitation that was sent today, with whatever differs. */
export function invitation(over: Partial<Invitation> = {}): Invitation {
  return {
    id: `${CONTOSO.replaceAll('-', '')}${'0'.repeat(32)}`,
    kind: 'customer',
    state: 'sent',
    version: 2,
    linkVersion: 1,
    inviter: {
      companyId: CONTOSO,
      companyName: 'Contoso',
      companyKind: 'indirectReseller',
      person: dana,
      email: 'dana@contoso.example',
    },
    addressee: { name: 'Wingtip Toys', email: KIMS_ADDRESS },
    language: 'en',
    letter: { subject: 'Hello', message: `Please: ${LINK_PLACEHOLDER}` },
    createdAt: NOW.toISOString(),
    sentAt: NOW.toISOString(),
    expiresAt: days(30),
    recipients: [],
    ...over,
  };
}

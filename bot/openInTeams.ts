import type { PersonRef } from '../domain/identity.ts';
import type { InvitationKind } from '../domain/invitation.ts';
import type { Config } from './config.ts';

/** Someone whose chat with the bot may be led to. */
export type ChatOf = Pick<PersonRef, 'tenantId' | 'objectId'>;

/** Where *Open in Teams* leads, by what is opened or whose chat it is; no token is ever in it (design §3). */
export type OpenInTeams = (what: { kind?: InvitationKind; person?: ChatOf }) => string;

/** The bot's chat in Teams; in local mode the client of whoever it is for: a reseller's for a partnership, else the customer's. */
export function openInTeams(config: Config, clientOf: (person: ChatOf) => string | undefined): OpenInTeams {
  const { registration, playgroundPorts } = config;
  if (registration) return () => `https://teams.microsoft.com/l/chat/0/0?users=28:${registration.appId}`;
  return ({ kind, person }) => {
    const own = person && clientOf(person);
    const port = kind === 'partnership' ? playgroundPorts.reseller : playgroundPorts.customer;
    return own ?? `http://localhost:${port}`;
  };
}

import type { InvitationKind } from '../domain/invitation.ts';
import type { Config } from './config.ts';

/** Where *Open in Teams* leads, by what is opened or whose chat it is; no token is ever in it (design §3). */
export type OpenInTeams = (what: { kind?: InvitationKind; tenantId?: string }) => string;

/** The bot's chat in Teams; in local mode the client of whoever it is for: a reseller's for a partnership, else the customer's. */
export function openInTeams(config: Config, clientOf: (tenantId: string) => string | undefined): OpenInTeams {
  const { registration, playgroundPorts } = config;
  if (registration) return () => `https://teams.microsoft.com/l/chat/0/0?users=28:${registration.appId}`;
  return ({ kind, tenantId }) => {
    const own = tenantId === undefined ? undefined : clientOf(tenantId);
    const port = kind === 'partnership' ? playgroundPorts.reseller : playgroundPorts.customer;
    return own ?? `http://localhost:${port}`;
  };
}

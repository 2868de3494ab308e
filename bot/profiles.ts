import { guid } from '../domain/identity.ts';
import type { Profile } from '../domain/person.ts';
import type { Colleague } from '../domain/user.ts';
import type { Desk } from '../operations/desk.ts';
import type { Incoming, Sender } from './activity.ts';
import { type Connector, ConnectorError, type ConversationMember } from './connector.ts';

/** What the members API says of the sender: never believed from typed text. A guest's own tenant is another one. */
export async function askProfile(connector: Connector, incoming: Incoming): Promise<Profile> {
  const { sender, serviceUrl, conversationId } = incoming;
  const member = await connector.member({ serviceUrl, conversation: { id: conversationId } }, sender.userId);
  // Whom Teams does not know as a member of this very chat is nobody's admin.
  if (member === undefined) return { guest: true };
  const email = emailOf(member);
  const name = member.userPrincipalName?.toLowerCase();
  const other = name?.includes('@') && name !== email;
  return { email, ...(other && { signInName: name }), guest: isGuest(member, sender) };
}

/**
 * What someone is called who has only just arrived: what Teams sends of an installation names nobody (platform). Not
 * worth failing for, so undefined when the members API does not tell.
 */
export async function askName(connector: Connector, incoming: Incoming): Promise<string | undefined> {
  const { sender, serviceUrl, conversationId } = incoming;
  try {
    const place = { serviceUrl, conversation: { id: conversationId } };
    return (await connector.member(place, sender.userId))?.name || undefined;
  } catch (error) {
    if (error instanceof ConnectorError) return undefined;
    throw error;
  }
}

/** A colleague as the bot knows them, else as Teams does; it tells only of those who have the app. */
export async function askColleague(
  desk: Desk,
  connector: Connector,
  { sender, serviceUrl }: Incoming,
  objectId: string,
): Promise<Colleague | undefined> {
  // The picker gives object ids; anything else was forged.
  if (!guid.safeParse(objectId).success) return undefined;
  const known = (await desk.storage.people.get(sender.tenantId, objectId))?.value;
  if (known?.profile?.guest) return undefined;
  if (known?.profile?.email) return { name: known.name, email: known.profile.email };
  try {
    const chat = await connector.openConversation(serviceUrl, sender.tenantId, objectId);
    const member = await connector.member(chat, objectId);
    if (!member?.name || isGuest(member, sender)) return undefined;
    return { name: member.name, email: emailOf(member) };
  } catch (error) {
    if (error instanceof ConnectorError) return undefined;
    throw error;
  }
}

function emailOf({ email, userPrincipalName = '' }: ConversationMember): string | undefined {
  return (email || (userPrincipalName.includes('@') ? userPrincipalName : undefined))?.toLowerCase();
}

function isGuest({ userRole, userPrincipalName, tenantId }: ConversationMember, sender: Sender): boolean {
  const elsewhere = tenantId !== undefined && tenantId.toLowerCase() !== sender.tenantId;
  return userRole?.toLowerCase() === 'guest' || userPrincipalName?.includes('#EXT#') === true || elsewhere;
}

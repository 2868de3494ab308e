import type { Person } from './person.ts';

/** Who is invited, as the form asks. */
export interface Invited {
  email?: string;
  name?: string;
  reference?: string;
  language?: string;
}

/** An invitation that was sent: its link, the code in it, its id, and the message that carries its card. */
export interface Sent {
  link: string;
  code: string;
  id: string;
  card: string | undefined;
}

export const WINGTIP = { email: 'kim@wingtip.example', name: 'Wingtip Toys' };

/** The personalized link in a text that a person reads. */
export function linkIn(text: string): string {
  const link = /http:\/\/localhost:3978\/invitations\/[\w.-]+/.exec(text)?.[0];
  if (!link) throw new Error(`no link in: ${text}`);
  return link;
}

/** Fills in the form; the draft is then in front of the inviter, in its editor. */
export async function drafts(inviter: Person, invited: Invited = WINGTIP): Promise<Sent> {
  const { email, ...rest } = { ...WINGTIP, ...invited };
  await inviter.types(`invite customer ${email}`);
  const { seen } = inviter;
  await inviter.clicks('Next', rest);
  const link = linkIn(inviter.seen.text);
  const code = link.slice(link.lastIndexOf('/') + 1);
  return { link, code, id: code.slice(0, 64), card: seen.messageId };
}

/** Leaves whatever is half done, and opens an empty form. */
export async function opensForm(inviter: Person): Promise<void> {
  await inviter.types('cancel');
  await inviter.types('invite customer');
}

/** Drafts an invitation and marks it as sent. */
export async function sends(inviter: Person, invited: Invited = WINGTIP): Promise<Sent> {
  const draft = await drafts(inviter, invited);
  await inviter.clicks('Next');
  await inviter.clicks('Done');
  return draft;
}

/** Approves the request in front of them, and says that they are a global admin. */
export function approves(customer: Person): Promise<Person['seen']> {
  return customer.clicks('Approve', { confirmGlobalAdmin: 'true' });
}

/** Where a page of the bot is reached in a test: links name the public address. */
export function pageAt(house: { port: number }, url: string): string {
  return url.replace('http://localhost:3978', `http://127.0.0.1:${house.port}`).replace(/#.*$/, '');
}

import type { Command } from '../domain/commands.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Action, button } from './card.ts';

/** Something a person may do here; which ones, is decided by their rights. */
export interface HelpItem {
  command: Command;
}

/** What a button for a command sends; help and cancel are words only. */
const VERBS = {
  setUpCompany: 'setUpCompany.start',
  inviteCustomer: 'inviteCustomer.start',
  invitations: 'invitations.show',
  customers: 'customers.show',
  addCustomer: 'addCustomer.start',
  addSubscription: 'addSubscription.start',
  importCustomers: 'imports.start',
  partners: 'partners.show',
  subscriptions: 'subscriptions.list',
  serviceRequests: 'serviceRequests.show',
  requestPartnership: 'requestPartnership.start',
  indirectResellers: 'partnerships.show',
  indirectProviders: 'partnerships.show',
  requestRole: 'requestRole.start',
  accept: 'accept.how',
  users: 'users.show',
  addUser: 'addUser.start',
  history: 'history.show',
  learn: 'learn.show',
  permissions: 'permissions.show',
  language: 'language.show',
} as const satisfies Partial<Record<Command, string>>;

function hasButton(command: Command): command is keyof typeof VERBS {
  return Object.hasOwn(VERBS, command);
}

const BUTTONS_MAX = 5;

/** The first five of someone's commands as buttons, and *More* when there are further ones (design §3: six at most). */
export function commandButtons(items: readonly HelpItem[], language: Language): Action[] {
  const t = translator(language);
  const buttons = items
    .map(item => item.command)
    .filter(hasButton)
    .map(command => button(t(`button.${command}`), { verb: VERBS[command] }));
  const first = buttons.slice(0, BUTTONS_MAX);
  return first.length < items.length ? [...first, button(t('button.more'), { verb: 'help.more' })] : first;
}

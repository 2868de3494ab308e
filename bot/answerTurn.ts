import type { Actions, Click } from '../dialogs/action.ts';
import { addCustomer } from '../dialogs/addCustomer.ts';
import { addSubscription } from '../dialogs/addSubscription.ts';
import { addUser } from '../dialogs/addUser.ts';
import { say } from '../dialogs/answers.ts';
import { draftLetter } from '../dialogs/draftLetter.ts';
import { inviteCustomer } from '../dialogs/inviteCustomer.ts';
import { requestPartnership } from '../dialogs/requestPartnership.ts';
import { requestRole } from '../dialogs/requestRole.ts';
import { setUpCompany } from '../dialogs/setUpCompany.ts';
import type { Answer, FlowName, FlowSteps, Turn } from '../dialogs/turn.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { Desk } from '../operations/desk.ts';
import { accept, acceptActions } from './capabilities/accept.ts';
import { customers, showCustomers } from './capabilities/customers.ts';
import { customerUsers } from './capabilities/customerUsers.ts';
import { help, showHelp } from './capabilities/help.ts';
import { history, historyOf } from './capabilities/history.ts';
import { imports, startImport } from './capabilities/imports.ts';
import { invitations, showInvitations } from './capabilities/invitations.ts';
import { languageActions, showLanguage } from './capabilities/language.ts';
import { learnActions, showLearn } from './capabilities/learn.ts';
import { letCustomerBuy, letCustomerBuyActions } from './capabilities/letCustomerBuy.ts';
import { licences } from './capabilities/licences.ts';
import { partners, showPartners } from './capabilities/partners.ts';
import { partnerships, showPartnerships } from './capabilities/partnerships.ts';
import { permissions, showPermissions } from './capabilities/permissions.ts';
import { roleRequests } from './capabilities/roleRequests.ts';
import { serviceRequests, serviceRequestsOf } from './capabilities/serviceRequests.ts';
import { setUpAccountActions } from './capabilities/setUpAccount.ts';
import { setupInformation } from './capabilities/setupInformation.ts';
import { signInActions } from './capabilities/signIn.ts';
import { subscriptionChanges } from './capabilities/subscriptionChanges.ts';
import { subscriptionPartners } from './capabilities/subscriptionPartners.ts';
import { showSubscriptions, subscriptions } from './capabilities/subscriptions.ts';
import { assignRoles, showUsers, users } from './capabilities/users.ts';
import type { Utterance } from './commands.ts';

/** Every click that the bot knows, by verb. */
const ACTIONS: Actions = {
  ...help,
  ...setUpCompany.actions,
  ...inviteCustomer.actions,
  ...requestPartnership.actions,
  ...addUser.actions,
  ...addCustomer.actions,
  ...addSubscription.actions,
  ...users,
  ...signInActions,
  ...requestRole.actions,
  ...roleRequests,
  ...draftLetter,
  ...partnerships,
  ...learnActions,
  ...permissions,
  ...history,
  ...invitations,
  ...acceptActions,
  ...customers,
  ...setupInformation,
  ...setUpAccountActions,
  ...customerUsers,
  ...licences,
  ...imports,
  ...partners,
  ...subscriptions,
  ...subscriptionChanges,
  ...subscriptionPartners,
  ...letCustomerBuyActions,
  ...serviceRequests,
  ...languageActions,
};

/** The verbs of all clicks that the bot knows. */
export const VERBS: readonly string[] = Object.keys(ACTIONS);

/** The flows of more than one step. */
export const FLOW_STEPS: Readonly<Record<FlowName, FlowSteps>> = {
  setUpCompany,
  inviteCustomer,
  requestPartnership,
  addUser,
  requestRole,
  addCustomer,
  addSubscription,
};

/** Begins a click, before it is known who clicked; one that no card of ours could have sent gets a polite sentence. */
export function beginClick(desk: Desk, tenantId: CompanyId, verb: string, data: unknown): Click {
  const known = Object.hasOwn(ACTIONS, verb) ? ACTIONS[verb] : undefined;
  const click = known?.begin(desk, tenantId, data);
  if (click) return click;
  const refused = known ? 'badData' : 'unknownVerb';
  return async turn => ({ ...say(turn, 'outcome.unknownCommand', 'warning'), refused });
}

/** Answers a command. */
export async function answerCommand(
  turn: Turn,
  { command, argument }: Extract<Utterance, { kind: 'command' }>,
): Promise<Answer> {
  switch (command) {
    case 'help':
      return showHelp(turn);
    case 'setUpCompany':
      return setUpCompany.start(turn, argument);
    case 'inviteCustomer':
      return inviteCustomer.start(turn, argument);
    case 'invitations':
      return showInvitations(turn);
    case 'customers':
      return showCustomers(turn, { search: argument });
    case 'importCustomers':
      return startImport(turn);
    case 'partners':
      return showPartners(turn, argument);
    case 'subscriptions':
      return showSubscriptions(turn, argument);
    case 'letCustomerBuy':
      return letCustomerBuy(turn, argument);
    case 'serviceRequests':
      return serviceRequestsOf(turn, argument);
    case 'requestPartnership':
      return requestPartnership.start(turn, argument);
    case 'requestRole':
      return requestRole.start(turn, argument);
    case 'indirectResellers':
      return showPartnerships(turn, 'indirectProvider', argument);
    case 'indirectProviders':
      return showPartnerships(turn, 'indirectReseller', argument);
    case 'users':
      return showUsers(turn, argument || undefined);
    case 'addUser':
      return addUser.start(turn, argument);
    case 'addCustomer':
      return addCustomer.start(turn, argument);
    case 'addSubscription':
      return addSubscription.start(turn, argument);
    case 'assignRoles':
      return assignRoles(turn, argument);
    case 'learn':
      return showLearn(turn);
    case 'permissions':
      return showPermissions(turn);
    case 'history':
      return historyOf(turn, argument);
    case 'accept':
      return accept(turn, argument);
    case 'language':
      return showLanguage(turn, argument);
    case 'cancel':
      if (!turn.flow) return say(turn, 'outcome.nothingToCancel', 'info');
      return {
        ...say(turn, turn.flow.invitationId ? 'outcome.draftLeft' : 'outcome.cancelled', 'info'),
        flow: 'ended',
      };
  }
}

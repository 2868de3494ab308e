/** The commands, by the one name that each capability bears in every folder (design §3). */
export const COMMANDS = [
  'setUpCompany',
  'inviteCustomer',
  'invitations',
  'customers',
  'accept',
  'partners',
  'requestPartnership',
  'indirectResellers',
  'indirectProviders',
  'users',
  'addUser',
  'assignRoles',
  'requestRole',
  'importCustomers',
  'history',
  'learn',
  'permissions',
  'language',
  'help',
  'cancel',
] as const;
export type Command = (typeof COMMANDS)[number];

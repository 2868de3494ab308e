import { type DemoClient, type DemoPerson, fullName, personalChatId, teamsUserId } from './demo.ts';

/** The file that a client reads in the folder it is started in. */
export const clientSettingsFile = '.m365agentsplayground.yml';

/** The client takes exactly this many colleagues beside the one who sits at it; with any other number it ends without a word. */
const colleaguesAtAClient = 5;

/**
 * What a client wants to be told: the company's tenant, the bot, who sits there and who else is there. The ids are
 * the same at every start, so that a conversation that the bot remembers is still there after one. JSON, which is YAML too.
 */
export function clientSettings(client: DemoClient): string {
  const { seat, company, sitting } = client;
  const others = [...company.people, ...company.strangers].filter(someone => someone !== sitting);
  if (others.length !== colleaguesAtAClient) {
    throw new Error(`${company.name} needs one person at its client and ${colleaguesAtAClient} colleagues.`);
  }
  const settings = {
    version: '0.1.1',
    tenantId: company.tenantId,
    bot: { id: '28:partner-desk', name: 'Partner Desk' },
    currentUser: user(sitting),
    users: others.map(user),
    personalChat: { id: personalChatId(client) },
    groupChat: { id: `19:${seat}-group@thread.v2`, name: `${company.name} sales` },
    team: {
      id: `19:${seat}-team@thread.tacv2`,
      name: company.name,
      aadGroupId: `${company.tenantId.slice(0, -2)}ff`,
      channels: [{ id: `19:${seat}-partners@thread.tacv2`, name: 'Partners' }],
    },
  };
  return JSON.stringify(settings, null, 2);
}

function user(someone: DemoPerson) {
  return {
    id: teamsUserId(someone),
    name: fullName(someone),
    // So spelled by the client.
    userPrincipleName: someone.email,
    aadObjectId: someone.aadObjectId,
    givenName: someone.givenName,
    surname: someone.surname,
    email: someone.email,
  };
}

import { Agent } from 'undici';
import * as z from 'zod';
import { GLOBAL_ADMINISTRATOR, type Verdict, type Whose } from './verdict.ts';

const me = z.object({ id: z.guid().transform(text => text.toLowerCase()), userType: z.string().nullish() });
const roles = z.object({
  value: z.array(z.object({ roleTemplateId: z.string().nullish() })),
  '@odata.nextLink': z.string().optional(),
});

const ME = '/v1.0/me?$select=id,userType';
/** Graph casts only with `$count` and the header below. */
const ROLES = '/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$count=true&$select=roleTemplateId';
const MOST_PAGES = 10;

/** Graph did not answer, refused, or said something that does not answer the question. */
class NoAnswer extends Error {}

/**
 * Asks Microsoft Graph, with a token of the person's own, which roles they hold at this moment, directly or through
 * groups; a role that was assigned but not activated is none. What Graph does not say plainly is never a yes.
 */
export class Graph {
  readonly #url: string;
  readonly #agent: Agent;

  constructor(url: string, timeoutMilliseconds = 3_000) {
    this.#url = url;
    this.#agent = new Agent({
      connections: 8,
      headersTimeout: timeoutMilliseconds,
      bodyTimeout: timeoutMilliseconds,
      connect: { timeout: timeoutMilliseconds },
    });
  }

  async rolesOf(token: string, person: Whose): Promise<Verdict> {
    try {
      const { id, userType } = me.parse(await this.#get(ME, token));
      if (id !== person.objectId) return 'otherAccount';
      if (userType?.toLowerCase() === 'guest') return 'guest';
      return (await this.#holdsRole(token)) ? 'globalAdmin' : 'notGlobalAdmin';
    } catch (error) {
      if (error instanceof NoAnswer || error instanceof z.ZodError) return 'unavailable';
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #holdsRole(token: string): Promise<boolean> {
    let path: string | undefined = ROLES;
    let unnamed = false;
    for (let page = 0; path !== undefined; page++) {
      if (page === MOST_PAGES) throw new NoAnswer('Too many pages');
      const answer: z.infer<typeof roles> = roles.parse(await this.#get(path, token));
      if (answer.value.some(role => role.roleTemplateId === GLOBAL_ADMINISTRATOR)) return true;
      // Without the permission to read roles, Graph lists them without saying which they are.
      unnamed ||= answer.value.some(role => !role.roleTemplateId);
      path = this.#pathOf(answer['@odata.nextLink']);
    }
    if (unnamed) throw new NoAnswer('Roles without a name');
    return false;
  }

  /** The next page, which must be Graph's own: the token goes nowhere else. */
  #pathOf(link: string | undefined): string | undefined {
    if (link === undefined) return undefined;
    const url = URL.canParse(link) ? new URL(link) : undefined;
    if (url?.origin !== new URL(this.#url).origin) throw new NoAnswer('A page elsewhere');
    return `${url.pathname}${url.search}`;
  }

  async #get(path: string, token: string): Promise<unknown> {
    try {
      const { statusCode, body } = await this.#agent.request({
        origin: this.#url,
        path,
        method: 'GET',
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          consistencylevel: 'eventual',
        },
      });
      const text = await body.text();
      if (statusCode !== 200) throw new NoAnswer(`Graph answered ${statusCode}`);
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      throw new NoAnswer('Graph gave no answer');
    }
  }
}

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Graph } from '../../../bot/proof/graph.ts';
import {
  DIRECTORY_READERS,
  FakeMicrosoft,
  GLOBAL_ADMIN_ROLE,
  type InGraph,
} from '../../support/microsoft.ts';
import { makeKey } from '../../support/tokens.ts';

const noor = {
  tenantId: '0aaaaaaa-0000-4000-8000-000000000001',
  objectId: '0bbbbbbb-0000-4000-8000-000000000001',
};
const another = 'eeeeeeee-0000-4000-8000-00000000000e';

describe('Graph, asked for a person’s roles', () => {
  let microsoft: FakeMicrosoft;
  let graph: Graph;

  beforeAll(async () => {
    microsoft = await new FakeMicrosoft(await makeKey('entra')).start();
  });
  beforeEach(() => {
    microsoft.graph = 200;
    microsoft.rolesPage = undefined;
    microsoft.asked.length = 0;
    graph = new Graph(microsoft.url, 200);
  });
  afterEach(() => graph.close());
  afterAll(() => microsoft.stop());

  const asked = (person: Partial<InGraph>) =>
    graph.rolesOf(microsoft.graphToken({ objectId: noor.objectId, roles: [], ...person }), noor);

  it('knows a global admin', async () => {
    expect(await asked({ roles: [GLOBAL_ADMIN_ROLE] })).toBe('globalAdmin');
  });

  it('is asked page by page', async () => {
    const roles = [DIRECTORY_READERS, DIRECTORY_READERS, GLOBAL_ADMIN_ROLE];
    expect(await asked({ roles })).toBe('globalAdmin');
    expect(microsoft.asked).toHaveLength(4);
  });

  it.each([
    ['no role', []],
    ['other roles', [DIRECTORY_READERS, DIRECTORY_READERS]],
  ])('knows who is none: %s', async (_what, roles) => {
    expect(await asked({ roles })).toBe('notGlobalAdmin');
  });

  it('knows when somebody else signed in', async () => {
    expect(await asked({ objectId: another, roles: [GLOBAL_ADMIN_ROLE] })).toBe('otherAccount');
  });

  it('knows a guest', async () => {
    expect(await asked({ userType: 'Guest', roles: [GLOBAL_ADMIN_ROLE] })).toBe('guest');
  });

  describe('is never taken to say yes', () => {
    it.each([403, 404, 429, 500, 503])('when it answers %d', async status => {
      microsoft.graph = status;
      expect(await asked({ roles: [GLOBAL_ADMIN_ROLE] })).toBe('unavailable');
    });

    it('when the token means nothing to it', async () => {
      expect(await graph.rolesOf('nonsense', noor)).toBe('unavailable');
    });

    it('when it may not name the roles', async () => {
      expect(await asked({ roles: [null, DIRECTORY_READERS] })).toBe('unavailable');
    });

    it.each<[string, unknown]>([
      ['something else', { roles: [] }],
      ['text', 'no'],
      ['a next page elsewhere', { value: [], '@odata.nextLink': 'https://evil.example/v1.0/me' }],
      ['a next page that is no address', { value: [], '@odata.nextLink': 'next' }],
    ])('when it answers %s', async (_what, page) => {
      microsoft.rolesPage = page;
      expect(await asked({ roles: [GLOBAL_ADMIN_ROLE] })).toBe('unavailable');
    });

    it('when its pages do not end', async () => {
      expect(await asked({ roles: Array.from({ length: 30 }, () => DIRECTORY_READERS) })).toBe('unavailable');
    });

    it('when nothing answers there', async () => {
      const away = new FakeMicrosoft(await makeKey('entra'));
      const { url } = await away.start();
      await away.stop();
      const asking = new Graph(url);
      expect(await asking.rolesOf('token', noor)).toBe('unavailable');
      await asking.close();
    });

    it('when no answer comes in time', async () => {
      let release = () => {};
      microsoft.before = () =>
        new Promise(resolve => {
          release = resolve;
        });
      expect(await asked({ roles: [GLOBAL_ADMIN_ROLE] })).toBe('unavailable');
      microsoft.before = () => undefined;
      release();
    });
  });
});

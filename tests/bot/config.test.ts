import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readConfig, variableNames } from '../../bot/config.ts';

const appId = '11111111-2222-4333-8444-555555555555';
const tenant = '99999999-8888-4777-8666-555555555555';
const secret = 'correct-horse-battery-staple-0123456789';

/** A registration that works, and a production that starts. */
const registered = {
  MicrosoftAppId: appId,
  MicrosoftAppPassword: 'pass',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: tenant,
};
const production = {
  ...registered,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://desk.example.com',
  AZURE_STORAGE_ACCOUNT: 'partnerdesk',
  LINK_SECRET: secret,
  TRUST_FIRST_PERSON: 'true',
};

function problemsWith(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return '';
}

describe('the configuration', () => {
  describe('with nothing set', () => {
    it('is local mode on this machine, with the local clients', () => {
      const config = readConfig({});
      expect(config).toMatchObject({
        local: true,
        production: false,
        host: '127.0.0.1',
        port: 3978,
        publicUrl: 'http://localhost:3978',
        dataDir: path.resolve('.data'),
        storage: { kind: 'embedded' },
        azuritePort: 10_002,
        proof: 'trusted',
        review: 'auto',
        allowCrossRegion: false,
        cloud: 'global',
        logLevel: 'info',
        invitationDays: 30,
        playground: true,
        playgroundPorts: { provider: 56_150, reseller: 56_151, customer: 56_152, colleague: 56_153 },
      });
      expect(config.registration).toBeUndefined();
      expect(config.linkSecret).toBeUndefined();
      expect(config.allowedTenants.size).toBe(0);
    });

    it('takes an empty variable for an absent one', () => {
      expect(readConfig({ PORT: '', MicrosoftAppId: '  ', LINK_SECRET: '' })).toEqual(readConfig({}));
    });
  });

  describe('with a registration', () => {
    it('listens on every address and starts no local clients', () => {
      const config = readConfig(registered);
      expect(config).toMatchObject({ local: false, host: '0.0.0.0', playground: false });
      expect(config.registration).toEqual({
        appId,
        appPassword: 'pass',
        appType: 'SingleTenant',
        appTenantId: tenant,
      });
    });

    it('takes a managed identity, which has no secret', () => {
      const config = readConfig({
        MicrosoftAppId: appId,
        MicrosoftAppType: 'UserAssignedMsi',
        MicrosoftAppTenantId: tenant,
      });
      expect(config.registration).toEqual({ appId, appType: 'UserAssignedMSI', appTenantId: tenant });
    });

    it('takes a multi-tenant application, which names no tenant', () => {
      const config = readConfig({
        MicrosoftAppId: appId,
        MicrosoftAppType: 'MultiTenant',
        MicrosoftAppPassword: 'pass',
      });
      expect(config.registration).toEqual({ appId, appPassword: 'pass', appType: 'MultiTenant' });
    });
  });

  describe('outside production, about the first global admin of a company', () => {
    it.each([
      ['believes whoever comes first', {}, 'trusted'],
      [
        'asks Microsoft when there is a connection',
        { ...registered, SSO_CONNECTION_NAME: 'teams' },
        'singleSignOn',
      ],
      [
        'lets nobody become one when a proof is demanded and none is set up',
        { TRUST_FIRST_PERSON: 'false' },
        'none',
      ],
    ])('%s', (_what, env, proof) => {
      expect(readConfig(env).proof).toBe(proof);
    });

    it('refuses a connection without a registration, which could never be asked', () => {
      expect(problemsWith({ SSO_CONNECTION_NAME: 'teams' })).toContain(
        'single sign-on belongs to a registration',
      );
    });
  });

  describe('in production', () => {
    it('starts with a registration, an address, storage, a link secret and a proof of the global admin', () => {
      expect(readConfig(production)).toMatchObject({
        production: true,
        storage: { kind: 'account', account: 'partnerdesk' },
        proof: 'trusted',
      });
    });

    it('takes single sign-on as the proof, and then trusts nobody at their word', () => {
      const { TRUST_FIRST_PERSON: _, ...withoutTrust } = production;
      const config = readConfig({ ...withoutTrust, SSO_CONNECTION_NAME: 'teams' });
      expect(config).toMatchObject({ ssoConnectionName: 'teams', proof: 'singleSignOn' });
    });

    it('asks for the proof wherever there is a connection, whatever was said before it was made', () => {
      const config = readConfig({ ...production, TRUST_FIRST_PERSON: 'true', SSO_CONNECTION_NAME: 'teams' });
      expect(config.proof).toBe('singleSignOn');
    });

    it.each([
      ['MicrosoftAppId', 'application id'],
      ['LINK_SECRET', '32 random characters'],
      ['PUBLIC_URL', 'https://desk.example.com'],
    ])('refuses to start without %s', (variable, remedy) => {
      const rest = Object.fromEntries(Object.entries(production).filter(([name]) => name !== variable));
      expect(problemsWith(rest)).toMatch(new RegExp(`${variable}: is missing.*${remedy}`));
    });

    it('refuses to start when nothing proves a global admin', () => {
      expect(problemsWith({ ...production, TRUST_FIRST_PERSON: 'false' })).toMatch(
        /SSO_CONNECTION_NAME: is missing.*TRUST_FIRST_PERSON=true/,
      );
    });

    it('refuses the embedded storage', () => {
      expect(problemsWith({ ...production, AZURE_STORAGE_ACCOUNT: '' })).toMatch(
        /AZURE_STORAGE_CONNECTION_STRING: is missing.*AZURE_STORAGE_ACCOUNT/,
      );
      expect(
        problemsWith({
          ...production,
          AZURE_STORAGE_ACCOUNT: '',
          AZURE_STORAGE_CONNECTION_STRING: 'UseDevelopmentStorage=true',
        }),
      ).toContain('is the emulator');
    });

    it('refuses an address without encryption', () => {
      expect(problemsWith({ ...production, PUBLIC_URL: 'http://desk.example.com' })).toContain(
        'PUBLIC_URL: is not https',
      );
    });
  });

  describe('with a bad value', () => {
    it.each([
      ['PORT', 'http', 'a whole number from 0 to 65535'],
      ['PORT', '70000', 'a whole number from 0 to 65535'],
      ['HOST', '0.0.0.0', '127.0.0.1, ::1 or localhost only'],
      ['PUBLIC_URL', 'desk.example.com', 'such as https://desk.example.com'],
      ['PUBLIC_URL', 'https://desk.example.com/bot?x=1', 'scheme, host and port only'],
      ['PUBLIC_URL', 'https://me:pass@desk.example.com', 'scheme, host and port only'],
      ['MicrosoftAppId', 'my-bot', 'give a GUID'],
      ['MicrosoftAppTenantId', 'contoso.com', 'give a GUID'],
      ['MicrosoftAppType', 'Tenant', 'SingleTenant, MultiTenant, UserAssignedMSI'],
      ['AZURE_STORAGE_CONNECTION_STRING', 'partnerdesk', 'AccountName='],
      ['AZURE_STORAGE_ACCOUNT', 'https://x.table.core.windows.net', 'its name alone'],
      ['AZURITE_PORT', '0', 'from 1 to 65535'],
      ['LINK_SECRET', 'short', 'at least 32'],
      ['TRUST_FIRST_PERSON', 'yes', 'true, false'],
      ['ALLOWED_TENANTS', `${tenant}, contoso.com`, 'GUIDs with commas'],
      ['REVIEW', 'sometimes', 'auto, manual'],
      ['ALLOW_CROSS_REGION', '1', 'true, false'],
      ['CLOUD', 'china', 'global, usgov, germany'],
      ['LOG_LEVEL', 'loud', 'fatal, error, warn, info, debug, trace, silent'],
      ['INVITATION_DAYS', '0', 'from 1 to 365'],
      ['INVITATION_DAYS', '366', 'from 1 to 365'],
      ['PLAYGROUND', 'yes', 'on, off'],
      ['PLAYGROUND_CUSTOMER_PORT', 'x', 'from 1 to 65535'],
      ['PLAYGROUND_COLLEAGUE_PORT', 'x', 'from 1 to 65535'],
    ])('refuses %s=%s and says what would be right', (variable, value, remedy) => {
      const line = problemsWith({ [variable]: value })
        .split('\n')
        .find(problem => problem.trim().startsWith(`${variable}:`));
      expect(line).toContain(remedy);
    });

    it('tells all problems at once, those between variables too', () => {
      const problems = problemsWith({ NODE_ENV: 'production', PORT: 'x', CLOUD: 'mars' });
      for (const variable of [
        'PORT',
        'CLOUD',
        'MicrosoftAppId',
        'LINK_SECRET',
        'PUBLIC_URL',
        'SSO_CONNECTION_NAME',
      ]) {
        expect(problems).toContain(`  ${variable}: `);
      }
    });

    it('never repeats a secret', () => {
      const problems = problemsWith({
        LINK_SECRET: 'hush-hush',
        AZURE_STORAGE_CONNECTION_STRING: 'hush-hush',
        MicrosoftAppPassword: 'hush-hush',
      });
      expect(problems).toContain('LINK_SECRET');
      expect(problems).not.toContain('hush-hush');
    });
  });

  describe('with variables that do not fit together', () => {
    it.each([
      [
        'a registration without its kind',
        { MicrosoftAppId: appId, MicrosoftAppPassword: 'x' },
        'MicrosoftAppType: is missing',
      ],
      [
        'a single-tenant registration without its tenant',
        { ...registered, MicrosoftAppTenantId: '' },
        'MicrosoftAppTenantId: is missing',
      ],
      [
        'a registration without its secret',
        { ...registered, MicrosoftAppPassword: '' },
        'MicrosoftAppPassword: is missing',
      ],
      [
        'a managed identity with a secret',
        { ...registered, MicrosoftAppType: 'UserAssignedMSI' },
        'MicrosoftAppPassword: is set',
      ],
      [
        'a managed identity without its tenant',
        { MicrosoftAppId: appId, MicrosoftAppType: 'UserAssignedMSI' },
        'MicrosoftAppTenantId: is missing',
      ],
      ['a secret without a registration', { MicrosoftAppPassword: 'x' }, 'MicrosoftAppId: is missing'],
      ['the local clients beside a registration', { ...registered, PLAYGROUND: 'on' }, 'PLAYGROUND: is on'],
      [
        'two kinds of storage',
        { AZURE_STORAGE_ACCOUNT: 'partnerdesk', AZURE_STORAGE_CONNECTION_STRING: 'AccountName=x' },
        'AZURE_STORAGE_ACCOUNT: is set',
      ],
      ['one port for two', { PORT: '56150' }, 'PORT: is taken twice'],
      ['one port for two clients', { PLAYGROUND_COLLEAGUE_PORT: '56151' }, 'PORT: is taken twice'],
      ['any free port, but no address for the links', { PORT: '0' }, 'PUBLIC_URL: is missing'],
    ])('refuses %s', (_situation, env, problem) => {
      expect(problemsWith(env)).toContain(problem);
    });
  });

  describe('as people write it', () => {
    it('cuts the slash off the address', () => {
      expect(readConfig({ PUBLIC_URL: 'https://desk.example.com/' }).publicUrl).toBe(
        'https://desk.example.com',
      );
    });

    it('takes a list of tenants with any separator, in any case', () => {
      const config = readConfig({ ALLOWED_TENANTS: ` ${tenant.toUpperCase()};\n ${appId} ,` });
      expect([...config.allowedTenants]).toEqual([tenant, appId]);
    });
  });

  it('is documented: .env.example names exactly the variables that are read, each with a line of its own', () => {
    const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
    const named = lines
      .map((line, index) => ({ name: /^(\w+)=/.exec(line)?.[1], above: lines[index - 1] }))
      .filter(({ name }) => name !== undefined);
    expect(named.map(({ name }) => name).sort()).toEqual([...variableNames].sort());
    expect(named.filter(({ above }) => !above?.startsWith('# '))).toEqual([]);
  });

  it('starts as it stands in .env.example', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const env = Object.fromEntries(
      [...example.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
    );
    expect(readConfig(env)).toEqual(readConfig({}));
  });
});

import path from 'node:path';
import { z } from 'zod';
import type { Cloud } from '../domain/cloud.ts';
import type { ProofSetting } from '../operations/desk.ts';
import { variables } from './configVariables.ts';

/** What the operator decided, checked and complete (design §6). */
export interface Config {
  /** NODE_ENV=production: nothing is trusted by default. */
  readonly production: boolean;
  /** No bot registration: everything stays on this machine. */
  readonly local: boolean;
  readonly host: string;
  readonly port: number;
  /** The base of every link handed out, without a slash at its end. */
  readonly publicUrl: string;
  readonly registration?: Registration;
  /** Absolute. */
  readonly dataDir: string;
  readonly storage: StorageChoice;
  /** Where the embedded storage listens. */
  readonly azuritePort: number;
  /** Absent only outside production, where one is made once under the data directory. */
  readonly linkSecret?: string;
  /** The OAuth connection that single sign-on goes by; only with a registration. */
  readonly ssoConnectionName?: string;
  /** How the first global admin of a company is proven. A connection wins over `TRUST_FIRST_PERSON=true`. */
  readonly proof: ProofSetting;
  /** Empty: every tenant. */
  readonly allowedTenants: ReadonlySet<string>;
  readonly review: 'auto' | 'manual';
  readonly allowCrossRegion: boolean;
  readonly cloud: Cloud;
  readonly logLevel: LogLevel;
  readonly invitationDays: number;
  /** Whether the local Teams clients are started. */
  readonly playground: boolean;
  readonly playgroundPorts: {
    readonly provider: number;
    readonly reseller: number;
    readonly customer: number;
    readonly colleague: number;
  };
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface Registration {
  readonly appId: string;
  readonly appPassword?: string;
  readonly appType: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly appTenantId?: string;
}

export type StorageChoice =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'account'; readonly account: string };

/** The start is refused; the message has a line for each variable: what is wrong and what would be right. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Every variable that is read, in the order of `.env.example`. */
export const variableNames: readonly string[] = Object.keys(variables);

const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

/** A rule across variables: it is looked at even if some variable is malformed, so that all problems are told at once. */
const rule = (variable: keyof typeof variables, error: string, holds: (env: Environment) => boolean) =>
  z.refine<Environment>(holds, { path: [variable], error, when: () => true });

const environment = z.object(variables);
type Environment = z.output<typeof environment>;

const inProduction = (env: Environment) => env.NODE_ENV === 'production';
const isLocal = (env: Environment) => env.MicrosoftAppId === undefined;

const checkedEnvironment = environment.check(
  rule(
    'MicrosoftAppId',
    'is missing; in production give the application id of the bot registration',
    env => !inProduction(env) || !isLocal(env),
  ),
  rule(
    'MicrosoftAppId',
    'is missing, but another MicrosoftApp… variable is set; give the application id, or remove the others to run in local mode',
    env =>
      inProduction(env) ||
      !isLocal(env) ||
      (env.MicrosoftAppPassword ?? env.MicrosoftAppType ?? env.MicrosoftAppTenantId) === undefined,
  ),
  rule(
    'MicrosoftAppType',
    'is missing; say what the registration is: SingleTenant, MultiTenant or UserAssignedMSI',
    env => isLocal(env) || env.MicrosoftAppType !== undefined,
  ),
  rule(
    'MicrosoftAppTenantId',
    'is missing; a SingleTenant or UserAssignedMSI registration needs the id of its own tenant',
    env =>
      isLocal(env) ||
      env.MicrosoftAppType === undefined ||
      env.MicrosoftAppType === 'MultiTenant' ||
      env.MicrosoftAppTenantId !== undefined,
  ),
  rule(
    'MicrosoftAppPassword',
    'is missing; a SingleTenant or MultiTenant registration needs its client secret',
    env =>
      isLocal(env) ||
      env.MicrosoftAppType === undefined ||
      env.MicrosoftAppType === 'UserAssignedMSI' ||
      env.MicrosoftAppPassword !== undefined,
  ),
  rule(
    'MicrosoftAppPassword',
    'is set, but a UserAssignedMSI registration has no secret; remove it',
    env => env.MicrosoftAppType !== 'UserAssignedMSI' || env.MicrosoftAppPassword === undefined,
  ),
  rule(
    'HOST',
    'is not this machine; without MicrosoftAppId the bot answers on 127.0.0.1, ::1 or localhost only',
    env => !isLocal(env) || inProduction(env) || env.HOST === undefined || loopbackHosts.has(env.HOST),
  ),
  rule(
    'PUBLIC_URL',
    'is missing; in production give the address that people reach the bot by, such as https://desk.example.com',
    env => !inProduction(env) || env.PUBLIC_URL !== undefined,
  ),
  rule(
    'PUBLIC_URL',
    'is not https; in production give an https address',
    env => !inProduction(env) || env.PUBLIC_URL === undefined || !env.PUBLIC_URL.startsWith('http:'),
  ),
  rule(
    'PUBLIC_URL',
    'is missing; with PORT=0 the port is not known beforehand, so give the address',
    env => inProduction(env) || env.PORT !== 0 || env.PUBLIC_URL !== undefined,
  ),
  rule(
    'AZURE_STORAGE_CONNECTION_STRING',
    'is missing, and so is AZURE_STORAGE_ACCOUNT; the embedded storage is for trying only, so in production give one of them',
    env =>
      !inProduction(env) || (env.AZURE_STORAGE_CONNECTION_STRING ?? env.AZURE_STORAGE_ACCOUNT) !== undefined,
  ),
  rule(
    'AZURE_STORAGE_CONNECTION_STRING',
    'is the emulator; in production give the connection string of a storage account',
    env => !inProduction(env) || !/^UseDevelopmentStorage=/i.test(env.AZURE_STORAGE_CONNECTION_STRING ?? ''),
  ),
  rule(
    'AZURE_STORAGE_ACCOUNT',
    'is set, and AZURE_STORAGE_CONNECTION_STRING too; give one of them',
    env => env.AZURE_STORAGE_ACCOUNT === undefined || env.AZURE_STORAGE_CONNECTION_STRING === undefined,
  ),
  rule(
    'LINK_SECRET',
    'is missing; in production give at least 32 random characters, the same for every instance',
    env => !inProduction(env) || env.LINK_SECRET !== undefined,
  ),
  rule(
    'SSO_CONNECTION_NAME',
    'is missing; in production give the OAuth connection that proves a global admin, or say TRUST_FIRST_PERSON=true',
    env => !inProduction(env) || env.SSO_CONNECTION_NAME !== undefined || env.TRUST_FIRST_PERSON === true,
  ),
  rule(
    'SSO_CONNECTION_NAME',
    'is set, but single sign-on belongs to a registration; give MicrosoftAppId, or remove it to run in local mode',
    env => env.SSO_CONNECTION_NAME === undefined || !isLocal(env) || inProduction(env),
  ),
  rule(
    'PLAYGROUND',
    'is on, but the local clients belong to local mode; remove MicrosoftAppId or turn it off',
    env => env.PLAYGROUND !== 'on' || (isLocal(env) && !inProduction(env)),
  ),
  rule('PORT', 'is taken twice; PORT, AZURITE_PORT and the four PLAYGROUND_…_PORT must differ', env => {
    const taken = ports(env).filter(value => value !== 0);
    return new Set(taken).size === taken.length;
  }),
);

/** The ports that this start will open. */
function ports(env: Environment): number[] {
  const embedded = (env.AZURE_STORAGE_CONNECTION_STRING ?? env.AZURE_STORAGE_ACCOUNT) === undefined;
  return [
    env.PORT ?? 3978,
    ...(embedded ? [env.AZURITE_PORT ?? 10_002] : []),
    ...(isLocal(env) && env.PLAYGROUND !== 'off' ? Object.values(clientPorts(env)) : []),
  ];
}

/** Where each client of local mode listens. */
function clientPorts(env: Environment): Config['playgroundPorts'] {
  return {
    provider: env.PLAYGROUND_PROVIDER_PORT ?? 56_150,
    reseller: env.PLAYGROUND_RESELLER_PORT ?? 56_151,
    customer: env.PLAYGROUND_CUSTOMER_PORT ?? 56_152,
    colleague: env.PLAYGROUND_COLLEAGUE_PORT ?? 56_153,
  };
}

/**
 * Reads the configuration from environment variables; an empty variable counts as absent.
 * Throws a {@link ConfigurationError} that names every bad variable, what is wrong and what would be right;
 * no secret's value is in it.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = checkedEnvironment.safeParse(givenOnly(env));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigurationError(['The configuration does not allow a start:', ...problems].join('\n'));
  }
  const given = parsed.data;
  const production = inProduction(given);
  const local = isLocal(given);
  const port = given.PORT ?? 3978;
  return {
    production,
    local,
    host: given.HOST ?? (local ? '127.0.0.1' : '0.0.0.0'),
    port,
    publicUrl: given.PUBLIC_URL ?? `http://localhost:${port}`,
    ...registrationOf(given),
    dataDir: path.resolve(given.DATA_DIR ?? '.data'),
    storage: storageOf(given),
    azuritePort: given.AZURITE_PORT ?? 10_002,
    ...(given.LINK_SECRET === undefined ? {} : { linkSecret: given.LINK_SECRET }),
    ...(given.SSO_CONNECTION_NAME === undefined ? {} : { ssoConnectionName: given.SSO_CONNECTION_NAME }),
    proof: proofOf(given),
    allowedTenants: given.ALLOWED_TENANTS ?? new Set(),
    review: given.REVIEW ?? 'auto',
    allowCrossRegion: given.ALLOW_CROSS_REGION ?? false,
    cloud: given.CLOUD ?? 'global',
    logLevel: given.LOG_LEVEL ?? 'info',
    invitationDays: given.INVITATION_DAYS ?? 30,
    playground: local && given.PLAYGROUND !== 'off',
    playgroundPorts: clientPorts(given),
  };
}

function givenOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of variableNames) {
    const value = env[name]?.trim();
    if (value) given[name] = value;
  }
  return given;
}

function registrationOf(given: Environment): { registration?: Registration } {
  if (given.MicrosoftAppId === undefined || given.MicrosoftAppType === undefined) return {};
  return {
    registration: {
      appId: given.MicrosoftAppId,
      appType: given.MicrosoftAppType,
      ...(given.MicrosoftAppPassword === undefined ? {} : { appPassword: given.MicrosoftAppPassword }),
      ...(given.MicrosoftAppTenantId === undefined ? {} : { appTenantId: given.MicrosoftAppTenantId }),
    },
  };
}

/** A way to a proof is always taken: trust left over from before it was set up must not undo it. Without one nobody need say anything outside production. */
function proofOf(given: Environment): ProofSetting {
  if (given.SSO_CONNECTION_NAME !== undefined) return 'singleSignOn';
  return (given.TRUST_FIRST_PERSON ?? !inProduction(given)) ? 'trusted' : 'none';
}

function storageOf(given: Environment): StorageChoice {
  if (given.AZURE_STORAGE_CONNECTION_STRING !== undefined) {
    return { kind: 'connectionString', connectionString: given.AZURE_STORAGE_CONNECTION_STRING };
  }
  return given.AZURE_STORAGE_ACCOUNT === undefined
    ? { kind: 'embedded' }
    : { kind: 'account', account: given.AZURE_STORAGE_ACCOUNT };
}

import { z } from 'zod';
import { CLOUDS } from '../domain/cloud.ts';

/**
 * The environment variables, one schema each (design §6). A message says what is wrong and what would be right;
 * the value itself is quoted only where it cannot be a secret.
 */

const port = (example: number, lowest = 1) =>
  z
    .string()
    .regex(/^\d{1,5}$/, {
      error: issue =>
        `${quote(issue.input)} is not a port; give a whole number from ${lowest} to 65535, such as ${example}`,
    })
    .transform(Number)
    .refine(value => value >= lowest && value <= 65_535, {
      error: `is out of range; give a whole number from ${lowest} to 65535, such as ${example}`,
    });

const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, { error: issue => `${quote(issue.input)} is not known; give one of: ${values.join(', ')}` });

const yesOrNo = oneOf('true', 'false').transform(value => value === 'true');

const guidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const guid = (what: string) =>
  z
    .string()
    .regex(guidPattern, {
      error: issue =>
        `${quote(issue.input)} is not ${what}; give a GUID such as 00000000-0000-4000-8000-000000000000`,
    })
    .transform(value => value.toLowerCase());

const tenantList = z
  .string()
  .transform(value => value.split(/[\s,;]+/).filter(part => part !== ''))
  .refine(parts => parts.every(part => guidPattern.test(part)), {
    error:
      'holds something that is not a tenant id; give GUIDs with commas between them, or nothing to allow all',
  })
  .transform((parts): ReadonlySet<string> => new Set(parts.map(part => part.toLowerCase())));

/** The address that people reach the bot by: scheme, host and port, nothing behind them. */
const publicUrl = z
  .string()
  .refine(isOrigin, {
    error: issue =>
      `${quote(issue.input)} is not a plain address; give scheme, host and port only, such as https://desk.example.com`,
  })
  .transform(value => (URL.canParse(value) ? new URL(value).origin : value));

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const bare =
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  return bare && (url.protocol === 'https:' || url.protocol === 'http:');
}

const appType = z
  .string()
  .toLowerCase()
  .pipe(
    z.enum(['singletenant', 'multitenant', 'userassignedmsi'], {
      error: 'is not known; give one of: SingleTenant, MultiTenant, UserAssignedMSI',
    }),
  )
  .transform(
    value =>
      (
        ({
          singletenant: 'SingleTenant',
          multitenant: 'MultiTenant',
          userassignedmsi: 'UserAssignedMSI',
        }) as const
      )[value],
  );

const connectionString = z
  .string()
  .regex(/^UseDevelopmentStorage=true;?$|(?:^|;)(?:AccountName|TableEndpoint)=/i, {
    error:
      'is not a storage connection string; copy the one that the Azure portal shows, with AccountName= in it',
  });

export const variables = {
  NODE_ENV: z.string().optional(),
  PORT: port(3978, 0).optional(),
  HOST: z.string().optional(),
  PUBLIC_URL: publicUrl.optional(),
  MicrosoftAppId: guid('an application id').optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppType: appType.optional(),
  MicrosoftAppTenantId: guid('a tenant id').optional(),
  DATA_DIR: z.string().optional(),
  AZURE_STORAGE_CONNECTION_STRING: connectionString.optional(),
  AZURE_STORAGE_ACCOUNT: z
    .string()
    .regex(/^[a-z0-9]{3,24}$/, {
      error: issue =>
        `${quote(issue.input)} is not a storage account; give its name alone: 3 to 24 lower-case letters and digits`,
    })
    .optional(),
  AZURITE_PORT: port(10_002).optional(),
  LINK_SECRET: z.string().min(32, { error: 'is too short; give at least 32 random characters' }).optional(),
  SSO_CONNECTION_NAME: z
    .string()
    .max(100, { error: 'is too long; give the name of the OAuth connection of the Azure bot' })
    .optional(),
  TRUST_FIRST_PERSON: yesOrNo.optional(),
  ALLOWED_TENANTS: tenantList.optional(),
  REVIEW: oneOf('auto', 'manual').optional(),
  ALLOW_CROSS_REGION: yesOrNo.optional(),
  CLOUD: oneOf(...CLOUDS).optional(),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').optional(),
  INVITATION_DAYS: z
    .string()
    .regex(/^(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-5])$/, {
      error: issue =>
        `${quote(issue.input)} is not a number of days; give a whole number from 1 to 365, such as 30`,
    })
    .transform(Number)
    .optional(),
  PLAYGROUND: oneOf('on', 'off').optional(),
  PLAYGROUND_PROVIDER_PORT: port(56_150).optional(),
  PLAYGROUND_RESELLER_PORT: port(56_151).optional(),
  PLAYGROUND_CUSTOMER_PORT: port(56_152).optional(),
  PLAYGROUND_COLLEAGUE_PORT: port(56_153).optional(),
};

function quote(input: unknown): string {
  return `"${String(input).slice(0, 60)}"`;
}

import { z } from 'zod';
import { variables } from '../bot/configVariables.ts';
import type { Cloud } from '../domain/cloud.ts';
import { PackageError } from './packageError.ts';

/** What the package takes from the environment: where the bot is registered and where it is reached. */
export interface PackageConfiguration {
  /** The bot's registration; the all-zero id stands in for a look at the package without one. */
  readonly appId: string;
  readonly registered: boolean;
  readonly publicUrl: string;
  readonly singleSignOn: boolean;
  readonly cloud: Cloud;
}

const STAND_IN = '00000000-0000-0000-0000-000000000000';

/** The same variables with the same rules as the bot's own start; the others (secrets, storage) do not matter here. */
const environment = z.object({
  MicrosoftAppId: variables.MicrosoftAppId,
  PUBLIC_URL: variables.PUBLIC_URL,
  PORT: variables.PORT,
  SSO_CONNECTION_NAME: variables.SSO_CONNECTION_NAME,
  CLOUD: variables.CLOUD,
});

/**
 * Reads from environment variables what the package needs; an empty variable counts as absent. Without
 * `MicrosoftAppId` the package is for looking at only. Throws a {@link PackageError} that names each bad variable.
 */
export function readPackageConfiguration(
  env: Readonly<Record<string, string | undefined>>,
): PackageConfiguration {
  const parsed = environment.safeParse(givenOnly(env));
  if (!parsed.success) {
    throw new PackageError(parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`));
  }
  const { MicrosoftAppId: appId, PUBLIC_URL: publicUrl, PORT: port, CLOUD: cloud } = parsed.data;
  if (appId !== undefined && !publicUrl?.startsWith('https:')) {
    throw new PackageError([
      `PUBLIC_URL: is ${publicUrl === undefined ? 'missing' : 'not https'}; give the https address that people reach the bot by, such as https://desk.example.com`,
    ]);
  }
  return {
    appId: appId ?? STAND_IN,
    registered: appId !== undefined,
    publicUrl: publicUrl ?? `http://localhost:${port ?? 3978}`,
    singleSignOn: parsed.data.SSO_CONNECTION_NAME !== undefined,
    cloud: cloud ?? 'global',
  };
}

function givenOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(environment.shape)) {
    const value = env[name]?.trim();
    if (value) given[name] = value;
  }
  return given;
}

import type { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import { z } from 'zod';
import { clouds } from '../clouds.ts';
import type { Config } from '../config.ts';
import { ConnectorError, type ConnectorToken } from '../connector.ts';
import type { Log } from '../log.ts';

const accessToken = z.string().min(1);

/**
 * The bot's own token for the connector, from the SDK's credentials, which keep it until five minutes before its end.
 * Requests that come while one is being fetched share it. Nothing in local mode. A token that cannot be had is logged
 * and thrown as a {@link ConnectorError} without a status and with the code `noToken`: surely nothing was delivered.
 */
export function connectorToken(
  config: Config,
  factory: ConfigurationServiceClientCredentialFactory,
  log: Log,
  standIn?: string,
): ConnectorToken {
  if (standIn !== undefined) return async () => standIn;
  const { registration } = config;
  if (registration === undefined) return async () => undefined;
  const { connectorScope, loginUrl } = clouds[config.cloud];
  const credentials = factory.createCredentials(registration.appId, connectorScope, loginUrl, true);
  let underWay: Promise<string> | undefined;

  const fetchToken = async (renew: boolean): Promise<string> => {
    try {
      const source: unknown = await credentials;
      if (!canGiveTokens(source)) throw new TypeError('These credentials give no token');
      return accessToken.parse(await source.getToken(renew));
    } catch (error) {
      log.error({ err: error }, 'No token for the Teams connector');
      throw new ConnectorError(0, 'noToken');
    }
  };
  return renew => {
    if (underWay === undefined || renew) {
      const mine = fetchToken(renew).finally(() => {
        if (underWay === mine) underWay = undefined;
      });
      underWay = mine;
    }
    return underWay;
  };
}

/** All credentials of the SDK can; their common type does not say so. */
function canGiveTokens(source: unknown): source is { getToken(renew: boolean): Promise<unknown> } {
  return (
    typeof source === 'object' &&
    source !== null &&
    'getToken' in source &&
    typeof source.getToken === 'function'
  );
}

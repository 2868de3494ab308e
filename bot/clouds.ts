import type { Cloud } from '../domain/cloud.ts';

/**
 * What differs between Microsoft's clouds for a Teams bot: who signs the activities, where a token for the connector
 * comes from, where a global admin is proven, and which hosts the connector may have. Microsoft Cloud Germany never had a bot channel of its own; its
 * customers' Teams is the global one.
 */
interface CloudFacts {
  /** The SDK's name for the cloud; undefined is the public one. */
  readonly channelService?: string;
  /** The issuer of the tokens that the channel sends with each activity. */
  readonly channelIssuer: string;
  /** What our own tokens for the connector are asked for. */
  readonly connectorScope: string;
  readonly loginUrl: string;
  readonly userTokenUrl: string;
  /** Where Entra publishes each tenant's keys, and the beginning of its issuer. */
  readonly entraUrl: string;
  /** Where Microsoft Graph answers. */
  readonly graphUrl: string;
  /** Hosts of the connector: the only ones that ever see a token of ours. */
  readonly serviceHosts: readonly string[];
}

const publicCloud: CloudFacts = {
  channelIssuer: 'https://api.botframework.com',
  connectorScope: 'https://api.botframework.com',
  loginUrl: 'https://login.microsoftonline.com/botframework.com',
  userTokenUrl: 'https://api.botframework.com',
  entraUrl: 'https://login.microsoftonline.com',
  graphUrl: 'https://graph.microsoft.com',
  serviceHosts: ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'],
};

export const clouds: Readonly<Record<Cloud, CloudFacts>> = {
  global: publicCloud,
  germany: publicCloud,
  usgov: {
    channelService: 'https://botframework.azure.us',
    channelIssuer: 'https://api.botframework.us',
    connectorScope: 'https://api.botframework.us',
    loginUrl: 'https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us',
    userTokenUrl: 'https://api.botframework.azure.us',
    entraUrl: 'https://login.microsoftonline.us',
    graphUrl: 'https://graph.microsoft.us',
    serviceHosts: ['smba.infra.gov.teams.microsoft.us', 'smba.infra.dod.teams.microsoft.us'],
  },
};

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Says of a service URL whether the bot may talk to it. */
export type ServiceUrlCheck = (serviceUrl: string) => boolean;

/**
 * The check for a cloud's service URLs: https and a host of that cloud; in local mode this machine only, over http.
 * The answers for the few addresses in use are remembered, because each message asks.
 */
export function serviceUrlCheck(cloud: Cloud, local: boolean): ServiceUrlCheck {
  const known = new Set<string>();
  const hosts = new Set(clouds[cloud].serviceHosts);
  return serviceUrl => {
    if (known.has(serviceUrl)) return true;
    if (!URL.canParse(serviceUrl)) return false;
    const url = new URL(serviceUrl);
    const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
    const allowed = local
      ? (url.protocol === 'http:' || url.protocol === 'https:') && loopback.has(url.hostname)
      : url.protocol === 'https:' && url.port === '' && hosts.has(url.hostname);
    if (plain && allowed && known.size < 100) known.add(serviceUrl);
    return plain && allowed;
  };
}

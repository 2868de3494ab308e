import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationBotFrameworkAuthenticationOptions,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import { z } from 'zod';
import { clouds, type ServiceUrlCheck } from '../clouds.ts';
import type { Config } from '../config.ts';
import { type ConnectorToken, ServiceUrlNotAllowed } from '../connector.ts';
import type { Log } from '../log.ts';
import { connectorToken } from './connectorToken.ts';
import { RememberedTokens } from './rememberedTokens.ts';

/** What the SDK says of a request whose token was checked. */
export type Verified = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>;
type ConnectorFactory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;
type Claims = Parameters<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>[0];
type UserTokenClient = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>>;

/** The request bears no token that the channel signed for this bot and this message. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
}

/** The channel's signing keys cannot be had at the moment, so nothing can be said of the token. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** Stand-ins for Microsoft's services. Only tests and the benchmark give them; no variable of the environment does. */
export interface ServiceStandIns {
  /** Where the channel's signing keys are published, and who issues its tokens. */
  readonly channelKeys?: { readonly openIdMetadataUrl: string; readonly issuer: string };
  /** The bot's own token, in place of one that Entra gives. */
  readonly connectorToken?: string;
  /** A service on this machine in place of the connector, although there is a registration. */
  readonly loopbackConnector?: boolean;
  /** Services on this machine in place of those that prove a global admin. */
  readonly proof?: { readonly tokenServiceUrl: string; readonly entraUrl: string; readonly graphUrl: string };
}

export interface AuthenticationOptions {
  readonly config: Config;
  readonly log: Log;
  readonly allowed: ServiceUrlCheck;
  readonly standIns?: ServiceStandIns;
}

const millisecondsOfExpiry = z.coerce.number().transform(seconds => seconds * 1000);
const issuerOf = z.object({ iss: z.string() });

/**
 * The SDK's checks of inbound requests, with what it leaves out: only the channel's own tokens pass (the SDK also takes
 * tokens that Entra issued to the bot's id, unbound to a service URL), a checked token is remembered until it expires,
 * and the clients that the SDK would build anew for each turn are kept. Without a registration all requests pass.
 */
export class TeamsAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #issuer: string | undefined;
  readonly #allowed: ServiceUrlCheck;
  readonly #remembered = new RememberedTokens<Verified>();
  readonly #connectorClients = new Map<string, Promise<ConnectorClient>>();
  #userTokenClient: Promise<UserTokenClient> | undefined;
  /** The bot's own token for the connector. */
  readonly connectorToken: ConnectorToken;

  constructor(options: AuthenticationOptions) {
    const { config, standIns } = options;
    const credentials = credentialsOf(config, standIns);
    super(cloudSettings(config, standIns), credentials);
    const facts = clouds[config.cloud];
    this.#issuer = config.local ? undefined : (standIns?.channelKeys?.issuer ?? facts.channelIssuer);
    this.#allowed = options.allowed;
    this.connectorToken = connectorToken(config, credentials, options.log, standIns?.connectorToken);
  }

  /** Throws {@link Unauthenticated}, or {@link KeysUnavailable} when the keys cannot be fetched. */
  override async authenticateRequest(activity: Activity, authorization: string): Promise<Verified> {
    const use = { authorization, channelId: activity.channelId, serviceUrl: activity.serviceUrl };
    if (this.#issuer === undefined)
      return this.#withKeptClients(await super.authenticateRequest(activity, ''));
    const known = this.#remembered.find(use);
    if (known !== undefined) return known;
    if (!saysItIsFrom(authorization, this.#issuer)) throw new Unauthenticated('No token of the channel');
    const verified = this.#withKeptClients(await this.#checked(activity, authorization));
    const expires = millisecondsOfExpiry.parse(verified.claimsIdentity.getClaimValue('exp'));
    this.#remembered.remember(use, verified, expires);
    return verified;
  }

  override createConnectorFactory(claims: Claims): ConnectorFactory {
    return this.#kept(super.createConnectorFactory(claims));
  }

  /** One client serves all: it differs by the bot's id only, and there is one bot. */
  override createUserTokenClient(claims: Claims): Promise<UserTokenClient> {
    this.#userTokenClient ??= super.createUserTokenClient(claims);
    return this.#userTokenClient;
  }

  async #checked(activity: Activity, authorization: string): Promise<Verified> {
    try {
      return await super.authenticateRequest(activity, authorization);
    } catch (error) {
      if (isAboutKeys(error))
        throw new KeysUnavailable('The signing keys could not be fetched', { cause: error });
      // A bad signature reaches us as an error without a status, which the SDK would answer with 500.
      throw new Unauthenticated('The token did not pass', { cause: error });
    }
  }

  #withKeptClients(verified: Verified): Verified {
    return verified.connectorFactory === undefined
      ? verified
      : { ...verified, connectorFactory: this.#kept(verified.connectorFactory) };
  }

  #kept(factory: ConnectorFactory): ConnectorFactory {
    return {
      create: (serviceUrl, audience) => {
        if (!this.#allowed(serviceUrl))
          throw new ServiceUrlNotAllowed('The service URL is not one of this cloud');
        const key = `${audience ?? ''} ${serviceUrl}`;
        const kept = this.#connectorClients.get(key);
        if (kept !== undefined) return kept;
        const client = factory.create(serviceUrl, audience);
        if (this.#connectorClients.size >= 100) this.#connectorClients.clear();
        this.#connectorClients.set(key, client);
        return client;
      },
    };
  }
}

/** The SDK's credentials; with a token that stands in for Entra's, credentials that give only that one. */
function credentialsOf(
  config: Config,
  standIns?: ServiceStandIns,
): ConfigurationServiceClientCredentialFactory {
  const factory = new ConfigurationServiceClientCredentialFactory(registrationSettings(config));
  const { connectorToken: token } = standIns ?? {};
  if (token !== undefined) {
    factory.createCredentials = async () => ({
      async signRequest(request) {
        request.headers.set('authorization', `Bearer ${token}`);
        return request;
      },
    });
  }
  return factory;
}

function registrationSettings(config: Config): Record<string, string> {
  if (config.registration === undefined) return {};
  const { appId, appPassword, appType, appTenantId } = config.registration;
  return {
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    ...(appPassword === undefined ? {} : { MicrosoftAppPassword: appPassword }),
    ...(appTenantId === undefined ? {} : { MicrosoftAppTenantId: appTenantId }),
  };
}

function cloudSettings(
  config: Config,
  standIns?: ServiceStandIns,
): ConfigurationBotFrameworkAuthenticationOptions {
  const { channelService, connectorScope, loginUrl, userTokenUrl } = clouds[config.cloud];
  const registration = registrationSettings(config);
  if (standIns?.channelKeys === undefined) {
    return channelService === undefined ? registration : { ...registration, ChannelService: channelService };
  }
  return {
    ...registration,
    ToChannelFromBotLoginUrl: loginUrl,
    ToChannelFromBotOAuthScope: connectorScope,
    OAuthUrl: standIns.proof?.tokenServiceUrl ?? userTokenUrl,
    ToBotFromChannelTokenIssuer: standIns.channelKeys.issuer,
    ToBotFromChannelOpenIdMetadataUrl: standIns.channelKeys.openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: standIns.channelKeys.openIdMetadataUrl,
  };
}

/** Looks into the token before it is checked, only to refuse: nothing is believed here. */
function saysItIsFrom(authorization: string, issuer: string): boolean {
  const payload = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(authorization)?.[1];
  if (payload === undefined) return false;
  try {
    return issuerOf.parse(JSON.parse(Buffer.from(payload, 'base64url').toString())).iss === issuer;
  } catch {
    return false;
  }
}

/** The SDK says 500 when the key document answers with an error, and lets node-fetch's error through when nothing answers. */
function isAboutKeys(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'FetchError' || Reflect.get(error, 'statusCode') === 500;
}

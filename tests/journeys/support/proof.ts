import { randomUUID } from 'node:crypto';
import { FakeMicrosoft, GLOBAL_ADMIN_ROLE } from '../../support/microsoft.ts';
import { type OpenIdMetadata, publishKeys } from '../../support/openIdMetadata.ts';
import { channelToken, makeKey, type SigningKey, type SsoClaims, ssoToken } from '../../support/tokens.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';
import type { Person } from './person.ts';

const appId = '5f0f6ad5-3f3c-4a63-9f13-6d1b1f6f2a10';
const CONNECTION = 'entra';
const issuer = 'https://channel.example';
/** A secret that must stand nowhere: the bot's own token in these journeys. */
const BOT_TOKEN = 'bot-token-secret';

/** The sign-in card in front of someone. */
export interface SignInCard {
  readonly text: string;
  readonly connectionName: string;
  readonly tokenExchangeResource?: { readonly id: string; readonly uri: string };
  readonly buttons: readonly { readonly type: string; readonly title: string; readonly value: string }[];
}

/** A registered bot with single sign-on, and all of Microsoft that it asks. */
export class ProvingHouses {
  readonly microsoft: FakeMicrosoft;
  readonly #key: SigningKey;
  readonly #channelKey: SigningKey;
  readonly #channelKeys: OpenIdMetadata;
  readonly #houses: House[] = [];
  /** Every token and code that went through, none of which may stand anywhere. */
  readonly secrets: string[] = [BOT_TOKEN];

  private constructor(
    microsoft: FakeMicrosoft,
    key: SigningKey,
    channelKey: SigningKey,
    keys: OpenIdMetadata,
  ) {
    this.microsoft = microsoft;
    this.#key = key;
    this.#channelKey = channelKey;
    this.#channelKeys = keys;
  }

  static async begin(): Promise<ProvingHouses> {
    const [key, channelKey] = await Promise.all([makeKey('entra'), makeKey('teams')]);
    const microsoft = await new FakeMicrosoft(key).start();
    return new ProvingHouses(microsoft, key, channelKey, await publishKeys(channelKey));
  }

  async open(options: HouseOptions = {}): Promise<House> {
    const house = await openHouse({
      ...options,
      env: {
        MicrosoftAppId: appId,
        MicrosoftAppType: 'MultiTenant',
        MicrosoftAppPassword: 'client-secret',
        SSO_CONNECTION_NAME: CONNECTION,
        ...options.env,
      },
      standIns: {
        channelKeys: { openIdMetadataUrl: this.#channelKeys.url, issuer },
        connectorToken: BOT_TOKEN,
        loopbackConnector: true,
        proof: this.microsoft.standIns,
      },
      authorization: serviceUrl =>
        channelToken(this.#channelKey, { issuer, audience: appId, serviceUrl, expiresIn: 86_400 }),
    });
    this.#houses.unshift(house);
    return house;
  }

  /** Ends one house before the others, as a restart does. */
  async close(house: House): Promise<void> {
    this.#houses.splice(this.#houses.indexOf(house), 1);
    await house.stop();
  }

  async end(): Promise<void> {
    for (const house of this.#houses) await house.stop();
    await this.#channelKeys.close();
    await this.microsoft.stop();
  }

  /** The token that Teams gets for someone; of a global admin unless a test says otherwise. */
  async tokenOf({ options, house }: Person, changes: Partial<SsoClaims> = {}): Promise<string> {
    const { tenantId, objectId } = options;
    const token = await ssoToken(this.#key, {
      tenantId,
      objectId,
      issuer: `${this.microsoft.url}/${tenantId}/v2.0`,
      audience: appId,
      now: house.clock.now,
      more: { wids: [GLOBAL_ADMIN_ROLE] },
      ...changes,
    });
    this.secrets.push(token);
    return token;
  }

  /** Says whom the directory knows someone as. */
  knows({ options: { objectId } }: Person, ...roles: (string | null)[]): void {
    this.microsoft.people.set(objectId, { objectId, roles });
  }

  /** The code of a pop-up in which someone signed in. */
  codeOf({ options: { objectId } }: Person, ...roles: string[]): string {
    const code = `magic-${randomUUID()}`;
    this.secrets.push(code);
    this.microsoft.codes.set(code, { objectId, roles });
    return code;
  }
}

/** The newest sign-in card that was sent to someone. */
export function signInCardOf(person: Person): SignInCard {
  const card = person.house.connector
    .in(person.conversationId)
    .flatMap(message => message.activity.attachments ?? [])
    .filter(attachment => attachment.contentType === 'application/vnd.microsoft.card.oauth')
    .at(-1);
  if (!card) throw new Error('no sign-in card was sent');
  return card.content as SignInCard;
}

/** How Teams answers a sign-in card by itself: a token for it. */
export async function sendsToken(
  person: Person,
  token: string,
  changes: { id?: string; connectionName?: string } = {},
): Promise<{ status: number; body: unknown }> {
  const id = changes.id ?? signInCardOf(person).tokenExchangeResource?.id;
  const value = { id, connectionName: CONNECTION, token, ...changes };
  return answered(person, 'signin/tokenExchange', value);
}

/** What Teams sends when the pop-up has ended. */
export function sendsCode(person: Person, code: string): Promise<{ status: number; body: unknown }> {
  return answered(person, 'signin/verifyState', { state: code });
}

/** What Teams sends when it cannot get a token. */
export function sendsFailure(person: Person, code: string): Promise<{ status: number; body: unknown }> {
  return answered(person, 'signin/failure', { code, message: 'Something of a client' });
}

async function answered(
  person: Person,
  name: string,
  value: unknown,
): Promise<{ status: number; body: unknown }> {
  const { status, text } = await person.post({ type: 'invoke', name, value });
  person.reads();
  return { status, body: text === '' ? undefined : JSON.parse(text) };
}

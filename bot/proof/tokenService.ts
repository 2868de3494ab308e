import type { Activity, SignInUrlResponse, TokenExchangeRequest, TokenResponse } from 'botbuilder';

/**
 * The Bot Framework's token service, as the SDK's `UserTokenClient` speaks with it: it holds the OAuth connection, and
 * gives tokens for Graph in exchange for a token of single sign-on or for the code of a sign-in. `userId` is the
 * channel's id of a person. Every method rejects when the service refuses or does not answer.
 */
export interface TokenService {
  /** What a sign-in card needs: the address of the pop-up, and the resource that Teams gets a token for. */
  getSignInResource(
    connectionName: string,
    activity: Activity,
    finalRedirect?: string,
  ): Promise<SignInUrlResponse>;
  exchangeToken(
    userId: string,
    connectionName: string,
    channelId: string,
    request: TokenExchangeRequest,
  ): Promise<TokenResponse | undefined>;
  getUserToken(
    userId: string,
    connectionName: string,
    channelId: string,
    magicCode: string,
  ): Promise<TokenResponse | undefined>;
  /** Makes the service forget the person's tokens of a connection. */
  signOutUser(userId: string, connectionName: string, channelId: string): Promise<void>;
}

/** The service did not answer in time. */
export class NoAnswerInTime extends Error {
  override readonly name = 'NoAnswerInTime';
}

/** An answer, or {@link NoAnswerInTime} after so many milliseconds: the SDK's client itself would wait for ever. */
export async function within<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new NoAnswerInTime('No answer in time')), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

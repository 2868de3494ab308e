import { randomUUID } from 'node:crypto';
import { buttonsOf, inputsOf, linksOf, textOf } from './cardText.ts';
import type { Message } from './connector.ts';
import type { House } from './house.ts';

export interface PersonOptions {
  tenantId: string;
  objectId: string;
  name: string;
  email: string;
  locale?: string;
  userRole?: string;
  /** As the directory has it; the e-mail address unless given. */
  userPrincipalName?: string;
}

/** What a person sees in front of them: a card, wherever it came from. */
export interface Seen {
  card: unknown;
  text: string;
  /** The message that carries it. */
  messageId: string | undefined;
}

/**
 * Someone at their Teams client: types, clicks, reads. Everything goes to the bot's HTTP door in the shapes that
 * Teams uses, and what the bot posts is read from the connector.
 */
export class Person {
  /** Whose door they knock at; two bots may serve one town. */
  house: Pick<House, 'connector' | 'clock' | 'port' | 'authorization'>;
  readonly options: PersonOptions;
  readonly conversationId: string;
  readonly userId: string;
  /** The card in front of them. */
  seen: Seen = { card: undefined, text: '', messageId: undefined };

  constructor(house: Person['house'], options: PersonOptions) {
    this.house = house;
    this.options = options;
    this.userId = `29:${options.objectId}`;
    this.conversationId = `a:${options.objectId}`;
    house.connector.members.set(this.userId, {
      id: this.userId,
      aadObjectId: options.objectId,
      name: options.name,
      email: options.email,
      userPrincipalName: options.userPrincipalName ?? options.email,
      userRole: options.userRole ?? 'user',
      tenantId: options.tenantId,
    });
  }

  /** From now on another bot on the same storage hears them. */
  goesTo(house: Person['house']): void {
    this.house = house;
  }

  /** The same person, with the same card in front of them, when another bot answers. */
  at(house: House): Person {
    const there = new Person(house, this.options);
    there.seen = this.seen;
    return there;
  }

  /** Types a message and reads the answers; the last card is in front of them. */
  async types(text: string, changes: Record<string, unknown> = {}): Promise<Seen> {
    const activity = { id: randomUUID(), type: 'message', text, ...changes };
    const before = this.house.connector.messages.length;
    const answer = await this.post(activity);
    if (answer.status !== 200) throw new Error(`the bot answered ${answer.status}: ${answer.text}`);
    return this.look(this.answersTo(activity.id, before));
  }

  /** Everything that arrived for them, oldest first, as text. */
  get inbox(): string[] {
    return this.house.connector.in(this.conversationId).map(message => readable(message.activity));
  }

  /** Reads the newest message, as someone does who is told of something. */
  reads(): Seen {
    return this.look(this.house.connector.in(this.conversationId));
  }

  /** Selects a button of the card in front of them by its title, with what they filled in. */
  async clicks(title: string, inputs: Record<string, string> = {}, seen: Seen = this.seen): Promise<Seen> {
    const button = buttonsOf(seen.card).find(each => each.title === title);
    if (!button) {
      const there = buttonsOf(seen.card).map(each => each.title);
      throw new Error(`no button "${title}" here, but: ${there.join(', ')}\n${seen.text}`);
    }
    const data = { ...inputsOf(seen.card), ...inputs };
    return this.sends(button.verb, { ...data, ...button.data }, seen.messageId);
  }

  /** Sends a click as a client would, or as someone who forges one. */
  async sends(verb: string, data: Record<string, unknown>, messageId?: string): Promise<Seen> {
    const answer = await this.post({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: messageId,
      value: { action: { type: 'Action.Execute', verb, data: { verb, ...data } }, trigger: 'manual' },
    });
    if (answer.status !== 200) throw new Error(`the bot answered ${answer.status}: ${answer.text}`);
    const body = JSON.parse(answer.text) as { type: string; value: unknown };
    const card = body.type === 'application/vnd.microsoft.card.adaptive' ? body.value : undefined;
    const text = card ? textOf(card) : String(body.value);
    this.seen = { card: card ?? this.seen.card, text, messageId };
    return this.seen;
  }

  /** Selects a button in a client that knows only Action.Submit. */
  async submits(title: string, inputs: Record<string, string> = {}): Promise<Seen> {
    const button = buttonsOf(this.seen.card).find(each => each.title === title);
    if (!button) throw new Error(`no button "${title}" here`);
    const value = { ...inputsOf(this.seen.card), ...inputs, ...button.data };
    const { messageId } = this.seen;
    const id = randomUUID();
    const before = this.house.connector.messages.length;
    await this.post({ id, type: 'message', replyToId: messageId, value });
    const edited = this.house.connector.messages.find(message => message.id === messageId);
    if (edited && edited.edits > 0) {
      this.seen = { card: cardIn(edited.activity), text: readable(edited.activity), messageId };
      return this.seen;
    }
    return this.look(this.answersTo(id, before));
  }

  /** Whether a button stands on the card in front of them. */
  mayClick(title: string): boolean {
    return buttonsOf(this.seen.card).some(each => each.title === title);
  }

  /** The titles of all buttons in front of them. */
  get buttons(): string[] {
    return buttonsOf(this.seen.card).map(each => each.title);
  }

  /** Where a link of the card in front of them leads. */
  follows(title: string): string {
    const found = linksOf(this.seen.card).find(each => each.title === title);
    if (!found) throw new Error(`no link "${title}" here`);
    return found.url;
  }

  /** Looks again at a message that the bot may have edited. */
  looksAgain(messageId: string | undefined): Seen {
    const message = this.house.connector.messages.find(each => each.id === messageId);
    if (!message) throw new Error('no such message');
    return { card: cardIn(message.activity), text: readable(message.activity), messageId };
  }

  /** Installs the app, or opens the chat for the first time. */
  async installs(): Promise<Seen> {
    const id = randomUUID();
    const before = this.house.connector.messages.length;
    await this.post({ id, type: 'installationUpdate', action: 'add' });
    return this.look(this.answersTo(id, before));
  }

  /** Sends an activity to the bot's door. */
  async post(activity: Record<string, unknown>): Promise<{ status: number; text: string }> {
    const { options, house } = this;
    const body = {
      id: randomUUID(),
      channelId: 'msteams',
      serviceUrl: house.connector.serviceUrl,
      timestamp: house.clock.now.toISOString(),
      from: { id: this.userId, name: options.name, aadObjectId: options.objectId },
      recipient: { id: '28:partner-desk', name: 'Partner Desk' },
      conversation: { id: this.conversationId, conversationType: 'personal', tenantId: options.tenantId },
      channelData: { tenant: { id: options.tenantId } },
      locale: options.locale ?? 'en-US',
      ...activity,
    };
    const response = await fetch(`http://127.0.0.1:${house.port}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(house.authorization && { authorization: house.authorization }),
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  /**
   * What the bot answered to one activity, oldest first. A notice of something else that arrives meanwhile is none of
   * it, so that what is in front of them does not hang on how fast the outbox works.
   */
  private answersTo(activityId: string, before: number): Message[] {
    return this.house.connector.messages
      .slice(before)
      .filter(each => each.conversationId === this.conversationId && each.activity.replyToId === activityId);
  }

  private look(messages: Message[]): Seen {
    const message = messages.at(-1);
    if (!message) return { card: undefined, text: '', messageId: undefined };
    this.seen = { card: cardIn(message.activity), text: readable(message.activity), messageId: message.id };
    return this.seen;
  }
}

function cardIn(activity: { attachments?: { content?: unknown }[] | undefined }): unknown {
  return activity.attachments?.[0]?.content;
}

function readable(activity: { text?: string; attachments?: { content?: unknown }[] | undefined }): string {
  return activity.text ?? textOf(cardIn(activity));
}

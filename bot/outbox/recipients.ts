import type { Person } from '../../domain/person.ts';
import type { Desk } from '../../operations/desk.ts';

/** The people that a batch of errands concerns, each read once. */
export class Recipients {
  readonly #desk: Desk;
  readonly #known = new Map<string, Promise<Person | undefined>>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Someone's row: language and where the bot reaches them. Undefined when the bot has never met them. */
  get(tenantId: string, objectId: string): Promise<Person | undefined> {
    const key = `${tenantId} ${objectId}`;
    let person = this.#known.get(key);
    if (!person) {
      person = this.#desk.storage.people.get(tenantId, objectId).then(row => row?.value);
      this.#known.set(key, person);
    }
    return person;
  }
}

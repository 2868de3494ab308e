import type { House } from './house.ts';
import type { Person } from './person.ts';
import { allRows } from './rows.ts';

/** Everything that left the bot since somebody began to listen, in the order in which it did. */
export interface Overheard {
  /** Each message that was posted or edited, as the connector got it, and each answer to a click. */
  outgoing: string[];
  /** Every row that lay in storage at one of the looks. */
  rows: string[];
  /** Looks at all tables once more. */
  look(): Promise<void>;
}

/** Listens at the connector, at the clients of the given people and, at each look, in storage. */
export function overhears(house: House, people: readonly Person[]): Overheard {
  const heard: Overheard = {
    outgoing: [],
    rows: [],
    async look() {
      const rows = await allRows(house);
      heard.rows.push(...rows.map(row => `${row.partitionKey} ${row.rowKey} ${row.text}`));
    },
  };
  const { refuse } = house.connector;
  house.connector.refuse = asked => {
    if (asked.body !== undefined) heard.outgoing.push(JSON.stringify(asked.body));
    return refuse(asked);
  };
  for (const person of people) {
    const post = person.post.bind(person);
    person.post = async activity => {
      const answer = await post(activity);
      heard.outgoing.push(answer.text);
      return answer;
    };
  }
  return heard;
}

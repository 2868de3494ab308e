import { type Catalogue, catalogueSchema } from '../domain/offer.ts';
import shipped from './catalogue.json' with { type: 'json' };
import type { Table } from './rows.ts';

/** One catalogue for all companies, in a partition that no company can have. */
const PLACE = 'catalogue';

/** What can be ordered: the catalogue that an operator put here (`npm run catalogue`), else the one that ships with us. */
export class Catalogues {
  readonly #table: Table;
  #shipped: Catalogue | undefined;
  constructor(table: Table) {
    this.#table = table;
  }

  /** The catalogue as it is now. One point read. */
  async get(): Promise<Catalogue> {
    const replaced = await this.#table.get(PLACE, PLACE, catalogueSchema);
    if (replaced) return replaced.value;
    this.#shipped ??= catalogueSchema.parse(shipped);
    return this.#shipped;
  }

  /** Puts another catalogue in the place of the present one; what was ordered stays as it was ordered. One request. */
  async replace(catalogue: Catalogue): Promise<void> {
    await this.#table.upsert(PLACE, PLACE, catalogue);
  }
}

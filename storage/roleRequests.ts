import type { CompanyId } from '../domain/identity.ts';
import { type RoleRequest, roleRequestSchema } from '../domain/roleRequest.ts';
import { startingWith } from './keys.ts';
import type { Op, Page, Row, Table } from './rows.ts';
import { odata } from './tableSdk.ts';

const PREFIX = 'roleRequest:';
const keyOf = (askerId: string) => `${PREFIX}${askerId}`;

/** Who asks for which levels, in the company's partition: one request a person, the next takes the place of one that ended. */
export class RoleRequests {
  readonly #table: Table;
  constructor(table: Table) {
    this.#table = table;
  }

  /** The latest request of a person. One point read. */
  get(companyId: CompanyId, askerId: string): Promise<Row<RoleRequest> | undefined> {
    return this.#table.get(companyId, keyOf(askerId), roleRequestSchema);
  }

  /** A page of those that nobody has answered; some of them may have lapsed. One query. */
  open(companyId: CompanyId, top: number, continuation?: string): Promise<Page<RoleRequest>> {
    const filter = odata`state eq ${'open'}`;
    return this.#table.page(companyId, startingWith(PREFIX), roleRequestSchema, {
      top,
      continuation,
      filter,
    });
  }

  /** Adds a request, or puts it in the place of the person's former one as that was read. */
  put(before: Row<RoleRequest> | undefined, next: RoleRequest): Op {
    const write = { key: keyOf(next.asker.objectId), value: next, columns: { state: next.state } };
    return before ? { op: 'update', ...write, etag: before.etag } : { op: 'insert', ...write };
  }
}

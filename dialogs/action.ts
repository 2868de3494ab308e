import type * as z from 'zod';
import type { CompanyId } from '../domain/identity.ts';
import type { Desk } from '../operations/desk.ts';
import type { Answer, Turn } from './turn.ts';

/** A click whose data fits; what it does needs to know who clicked. */
export type Click = (turn: Turn) => Promise<Answer>;

/** What a click does: its data is checked before anything else happens, and refused whole when it does not fit. */
export interface Action {
  /** Undefined when the data has not the shape that our own cards give. */
  begin(desk: Desk, tenantId: CompanyId, data: unknown): Click | undefined;
}

/** Clicks by the verb that their card data names. */
export type Actions = Readonly<Record<string, Action>>;

/** Binds the shape of a click's data to what it does. */
export function action<Data>(
  schema: z.ZodType<Data>,
  run: (turn: Turn, data: Data) => Promise<Answer>,
): Action {
  return {
    begin(_desk, _tenantId, data) {
      const parsed = schema.safeParse(data);
      return parsed.success ? turn => run(turn, parsed.data) : undefined;
    },
  };
}

/** The same for a click whose rows can be read beside the row of whoever clicked, so that nobody waits for both. */
export function actionReading<Data, Rows>(
  schema: z.ZodType<Data>,
  read: (desk: Desk, tenantId: CompanyId, data: Data) => Promise<Rows>,
  run: (turn: Turn, data: Data, rows: Promise<Rows>) => Promise<Answer>,
): Action {
  return {
    begin(desk, tenantId, data) {
      const parsed = schema.safeParse(data);
      if (!parsed.success) return undefined;
      const rows = read(desk, tenantId, parsed.data);
      // A turn may end before it asks for them; a failure that nobody hears would end the process.
      rows.catch(() => {});
      return turn => run(turn, parsed.data, rows);
    },
  };
}

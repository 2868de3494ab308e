import type * as z from 'zod';
import type { Answer, Turn } from './turn.ts';

/** What a click does: its data is checked before anything else happens, and refused whole when it does not fit. */
export interface Action {
  /** Undefined when the data has not the shape that our own cards give. */
  run(turn: Turn, data: unknown): Promise<Answer> | undefined;
}

/** Clicks by the verb that their card data names. */
export type Actions = Readonly<Record<string, Action>>;

/** Binds the shape of a click's data to what it does. */
export function action<Data>(
  schema: z.ZodType<Data>,
  run: (turn: Turn, data: Data) => Promise<Answer>,
): Action {
  return {
    run(turn, data) {
      const parsed = schema.safeParse(data);
      return parsed.success ? run(turn, parsed.data) : undefined;
    },
  };
}

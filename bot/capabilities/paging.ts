import * as z from 'zod';

/** Which page of a list a card asks for: the continuation that it was given, and the number that it shows. */
export const paging = {
  page: z.string().max(2_000).optional(),
  number: z.coerce.number().int().min(1).max(100_000).optional(),
};

/** The same for a list that can be searched. */
export const searchPaging = { search: z.string().max(200).optional(), ...paging };

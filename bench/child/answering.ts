import * as z from 'zod';

/** What a measured process does when it is asked, by the name of the question. */
export type Answers = Readonly<Record<string, (argument: unknown) => unknown>>;

const question = z.object({ id: z.number(), ask: z.string(), argument: z.unknown().optional() });

/** Answers the questions of the process that started this one, and ends when that process is gone. */
export function answering(answers: Answers): void {
  process.on('message', async (message: unknown) => {
    const { id, ask, argument } = question.parse(message);
    try {
      const answer = answers[ask];
      if (answer === undefined) return;
      process.send?.({ id, value: (await answer(argument)) ?? null });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

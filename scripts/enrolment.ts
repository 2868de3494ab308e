import * as z from 'zod';
import { guid } from '../domain/identity.ts';
import { reviewEnrolment } from '../operations/setUpCompany.ts';
import { withOperatorDesk } from './operatorDesk.ts';

const USAGE =
  'Usage: npm run enrolment -- approve ID\n       npm run enrolment -- reject ID "reason"\nID is the tenant id of the company.';

/** `npm run enrolment -- approve|reject ID "reason"`: what the operator decides under REVIEW=manual. */
const command = z.union([
  z.tuple([z.literal('approve'), guid]).transform(([, id]) => ({ id, verdict: { do: 'approve' as const } })),
  z
    .tuple([z.literal('reject'), guid, z.string().trim().min(1).max(1_000)])
    .transform(([, id, reason]) => ({ id, verdict: { do: 'reject' as const, reason } })),
]);

const parsed = command.safeParse(process.argv.slice(2));
if (parsed.success) {
  const { id, verdict } = parsed.data;
  await withOperatorDesk(async desk => {
    const result = await reviewEnrolment(desk, id, verdict);
    switch (result.outcome) {
      case 'reviewed':
        console.log(`${result.company.name} is now ${result.company.state}. Those concerned will be told.`);
        break;
      case 'notNow':
        console.log(
          `${result.company.name} is ${result.company.state}; nothing was changed. Only a company whose contact has confirmed can be approved.`,
        );
        process.exitCode = 1;
        break;
      case 'noCompany':
        console.log(`No company is set up for the tenant ${id}.`);
        process.exitCode = 1;
    }
  });
} else {
  console.log(USAGE);
  process.exitCode = 2;
}

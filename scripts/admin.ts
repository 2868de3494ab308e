import * as z from 'zod';
import { guid } from '../domain/identity.ts';
import { recoverAdmin } from '../operations/recoverAdmin.ts';
import { withOperatorDesk } from './operatorDesk.ts';

const USAGE =
  'Usage: npm run admin -- TENANT PERSON\nMakes PERSON (an Entra object id who has written to the bot) a global admin of the company of TENANT.';

const parsed = z.tuple([guid, guid]).safeParse(process.argv.slice(2));
if (parsed.success) {
  const [tenant, person] = parsed.data;
  await withOperatorDesk(async desk => {
    const outcome = await recoverAdmin(desk, tenant, person);
    const said = {
      recovered:
        'Done. They are a global admin from their next click on; history says that the operator did it.',
      alreadyAdmin: 'They are a global admin already; nothing was changed.',
      noCompany: `No company is set up for the tenant ${tenant}.`,
      unknownPerson:
        'The bot has never met this person. Ask them to write "help" to it once, then try again.',
    };
    console.log(said[outcome]);
    if (outcome === 'noCompany' || outcome === 'unknownPerson') process.exitCode = 1;
  });
} else {
  console.log(USAGE);
  process.exitCode = 2;
}

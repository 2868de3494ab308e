import { readFile } from 'node:fs/promises';
import { type Catalogue, catalogueSchema } from '../domain/offer.ts';
import { withOperatorDesk } from './operatorDesk.ts';

const USAGE =
  'Usage: npm run catalogue -- FILE.json\n       npm run catalogue -- --show\nFILE.json holds {"offers": [...]}; --show prints the catalogue that counts now.';

/** `npm run catalogue -- FILE.json | --show`: replaces what can be ordered, or prints it. */
const [first, ...rest] = process.argv.slice(2);
if (first === undefined || rest.length > 0 || (first.startsWith('-') && first !== '--show')) {
  console.log(USAGE);
  process.exitCode = 2;
} else if (first === '--show') {
  await withOperatorDesk(async desk => {
    console.log(JSON.stringify(await desk.storage.catalogues.get(), null, 2));
  });
} else {
  const read = await readCatalogue(first);
  if ('wrong' in read) {
    console.log(`Nothing was changed. ${first}:`);
    for (const line of read.wrong) console.log(`  ${line}`);
    process.exitCode = 1;
  } else {
    await withOperatorDesk(async desk => {
      await desk.storage.catalogues.replace(read.catalogue);
      const { length } = read.catalogue.offers;
      console.log(
        `The catalogue has ${length} ${length === 1 ? 'offer' : 'offers'} now. What was ordered stays as it was ordered.`,
      );
    });
  }
}

/** Reads and checks a file; says of each thing that is wrong where it stands. */
async function readCatalogue(file: string): Promise<{ catalogue: Catalogue } | { wrong: string[] }> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    return { wrong: [error instanceof Error ? error.message : String(error)] };
  }
  const parsed = catalogueSchema.safeParse(json);
  if (parsed.success) return { catalogue: parsed.data };
  return {
    wrong: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
  };
}

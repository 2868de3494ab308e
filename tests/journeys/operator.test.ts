import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PrivateAzurite, startPrivateAzurite } from '../support/azurite.ts';
import { enrolls, rightForm } from './support/companyForm.ts';
import { type House, openHouse } from './support/house.ts';
import { newOrganization } from './support/organization.ts';
import { settle, type Town } from './support/people.ts';
import { allRows, rowsOf } from './support/rows.ts';

const SCRIPTS = path.resolve(import.meta.dirname, '../../scripts');

describe('an operator at the command line, beside a running bot', () => {
  let azurite: PrivateAzurite;
  let house: House;
  let town: Town;
  let folder: string;

  beforeAll(async () => {
    azurite = await startPrivateAzurite();
    folder = await mkdtemp(path.join(tmpdir(), 'partner-desk-operator-'));
    // The command knows tables by their own names only, and lives in the time of this machine.
    house = await openHouse({
      connectionString: azurite.connectionString,
      prefix: '',
      env: { REVIEW: 'manual' },
    });
    house.clock.forward(Date.now() + 60_000 - house.clock.now.getTime());
    town = await settle(house);
  });
  afterAll(async () => {
    await house.stop();
    await azurite.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const runs = async (
    script: 'enrolment' | 'admin' | 'catalogue' | 'serviceRequests',
    ...words: string[]
  ) => {
    const child = spawn(process.execPath, [path.join(SCRIPTS, `${script}.ts`), ...words], {
      // Elsewhere, so that no .env of this machine is read.
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        DATA_DIR: folder,
        REVIEW: 'manual',
        AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString,
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part: Buffer) => {
        said += part.toString();
      });
    }
    const [code] = await once(child, 'close');
    return { code, said };
  };
  const enrolled = async () => {
    const contoso = newOrganization(house);
    const dana = contoso.person('Dana Reyes');
    await enrolls(dana, rightForm(contoso, dana.options.email));
    return { dana, tenantId: contoso.tenantId, name: `Reseller of ${contoso.domain}` };
  };
  /** What the running bot does by itself every few seconds. */
  const botLooksAround = async () => {
    await house.bot.worker.lookAround();
    await house.settled();
  };

  describe('who approves an enrolment', () => {
    it('reads what became of it, and the running bot tells those concerned', async () => {
      const { dana, tenantId, name } = await enrolled();
      const { code, said } = await runs('enrolment', 'approve', tenantId);
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining(`${name} is now active`) });
      await botLooksAround();
      expect(dana.reads().text).toContain(`${name} is active`);
      await dana.types('set up company');
      expect(dana.seen.text).toContain(`${name}: Active`);
    });

    it('or rejects it with a reason', async () => {
      const { dana, tenantId, name } = await enrolled();
      const { said } = await runs('enrolment', 'reject', tenantId.toUpperCase(), 'No such Partner ID');
      expect(said).toContain(`${name} is now rejected`);
      await botLooksAround();
      expect(dana.reads().text).toContain('Reason: No such Partner ID');
    });

    it('is told that there is nothing to decide any more', async () => {
      const { code, said } = await runs('enrolment', 'approve', town.dana.options.tenantId);
      expect({ code, said }).toEqual({
        code: 1,
        said: expect.stringContaining('Contoso is active; nothing was changed'),
      });
    });

    it('is told that a tenant has no company', async () => {
      const { code, said } = await runs('enrolment', 'approve', newOrganization(house).tenantId);
      expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining('No company is set up') });
    });

    it.each([
      [[]],
      [['approve']],
      [['approve', 'contoso']],
      [['reject', 'd0d0d0d0-0000-4000-8000-000001000000']],
      [['promote', 'x']],
    ])('reads how it is used, for %j', async words => {
      const { code, said } = await runs('enrolment', ...words);
      expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining('Usage: npm run enrolment') });
    });
  });

  describe('who recovers a company without an admin', () => {
    it('makes someone of it a global admin, and history says who did', async () => {
      const { pat } = town;
      await pat.types('help');
      expect(pat.mayClick('Set up company')).toBe(false);
      const { tenantId, objectId } = pat.options;
      expect(await runs('admin', tenantId, objectId)).toMatchObject({
        code: 0,
        said: expect.stringContaining('They are a global admin from their next click on'),
      });
      await pat.types('set up company');
      expect(pat.mayClick('Edit')).toBe(true);
      const history = rowsOf(await allRows(house), tenantId, 'history:');
      expect(
        history.filter(row => row.text.includes('adminRecovered') && row.text.includes('operator')),
      ).toHaveLength(1);
      expect(await runs('admin', tenantId, objectId)).toMatchObject({
        said: expect.stringContaining('They are a global admin already'),
      });
    });

    it('keeps what they were besides', async () => {
      const { sam } = town;
      await runs('admin', sam.options.tenantId, sam.options.objectId);
      const [row] = rowsOf(await allRows(house), sam.options.tenantId, `person:${sam.options.objectId}`);
      expect(row?.text).toContain('salesAgent');
      expect(row?.text).toContain('globalAdmin');
    });

    it('is told that somebody must have written to the bot first, or that there is no company', async () => {
      const { tenantId } = town.kim.options;
      const nobody = '93ab64e5-2c80-4f17-b7d2-6d0e58f93999';
      expect(await runs('admin', tenantId, nobody)).toMatchObject({
        code: 1,
        said: expect.stringContaining('never met this person'),
      });
      expect(await runs('admin', newOrganization(house).tenantId, nobody)).toMatchObject({
        code: 1,
        said: expect.stringContaining('No company is set up'),
      });
      expect(await runs('admin', tenantId)).toMatchObject({
        code: 2,
        said: expect.stringContaining('Usage: npm run admin'),
      });
    });
  });

  describe('who replaces the catalogue', () => {
    const offer = (id: string, more: object = {}) => ({
      id,
      name: `Offer ${id}`,
      family: 'windows',
      term: 'P1Y',
      billing: 'annual',
      licences: { min: 1, max: 5 },
      ...more,
    });
    const file = async (text: string) => {
      const place = path.join(folder, 'catalogue.json');
      await writeFile(place, text);
      return place;
    };
    const catalogue = async () => (await house.bot.desk.storage.catalogues.get()).offers.map(({ id }) => id);

    it('reads how many offers there are, the bot has them at once, and can print them', async () => {
      const shipped = await catalogue();
      const place = await file(JSON.stringify({ offers: [offer('b'), offer('a', { upgradesTo: ['b'] })] }));
      expect(await runs('catalogue', place)).toEqual({
        code: 0,
        said: expect.stringContaining('The catalogue has 2 offers now.'),
      });
      expect(await catalogue()).toEqual(['a', 'b']);
      const { code, said } = await runs('catalogue', '--show');
      expect(code).toBe(0);
      expect(JSON.parse(said).offers).toHaveLength(2);
      expect(shipped.length).toBeGreaterThanOrEqual(30);
    });

    it.each([
      ['no file', undefined, 'no such file'],
      ['no JSON', '{', 'JSON'],
      ['no offers', '{"offers": []}', 'offers: '],
      ['a field that is wrong', { term: 'P2Y' }, 'offers.1.term: '],
      ['a limit upside down', { licences: { min: 9, max: 2 } }, 'offers.1.licences: min is above max'],
      [
        'an offer named that is not there',
        { needsOneOf: ['x'] },
        'offers.1.needsOneOf: there is no offer "x"',
      ],
    ])('is told where it is wrong, and nothing changes: %s', async (_, wrong, why) => {
      const before = await catalogue();
      const text =
        typeof wrong === 'object' ? JSON.stringify({ offers: [offer('a'), offer('c', wrong)] }) : wrong;
      const place = text === undefined ? path.join(folder, 'not-there.json') : await file(text);
      const { code, said } = await runs('catalogue', place);
      expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining(why) });
      expect(said).toContain('Nothing was changed.');
      expect(await catalogue()).toEqual(before);
    });

    it.each([[[]], [['--drop']], [['a.json', 'b.json']]])('reads how it is used, for %j', async words => {
      const { code, said } = await runs('catalogue', ...words);
      expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining('Usage: npm run catalogue') });
    });
  });

  describe('who answers service requests about the portal', () => {
    const asked = async (title: string) => {
      const { kim } = town;
      await kim.sends('requestPortalService.start', {});
      await kim.clicks('Send', {
        title,
        description: 'The list stays empty.\nSince today.',
        severity: 'critical',
      });
      await house.settled();
      return /SR-[0-9A-F]{4}-[0-9A-F]{4}/.exec(kim.seen.text)?.[0] ?? '';
    };

    it('lists them by state, and reads one with its notes', async () => {
      const reference = await asked('An empty list');
      expect(await runs('serviceRequests', 'list')).toEqual({
        code: 0,
        said: expect.stringContaining(`${reference}  open  critical  Wingtip Toys: An empty list`),
      });
      expect((await runs('serviceRequests', 'list', 'closed')).said).not.toContain(reference);
      const { said } = await runs('serviceRequests', 'show', reference.toLowerCase());
      expect(said).toContain('The list stays empty.\nSince today.');
      expect(said).toContain(`Opened by ${town.kim.options.name}`);
    });

    it('writes, asks and closes; the running bot tells whoever asked', async () => {
      const { kim } = town;
      const reference = await asked('A slow list');
      const asks = await runs('serviceRequests', 'attention', reference, 'Since when?');
      expect(asks).toEqual({ code: 0, said: expect.stringContaining('is now attentionNeeded') });
      await botLooksAround();
      expect(kim.reads().text).toContain('They wrote: Since when?');
      await kim.clicks('Open');
      await kim.clicks('Add note', { note: 'Since yesterday' });
      await runs('serviceRequests', 'note', reference, 'Thank you');
      const { said } = await runs('serviceRequests', 'show', reference);
      expect(said.indexOf('Since yesterday')).toBeLessThan(said.indexOf('Thank you'));
      expect(await runs('serviceRequests', 'close', reference)).toMatchObject({ code: 0 });
      await botLooksAround();
      expect(
        kim.inbox.filter(text => text.startsWith(`${reference}: the service request was closed`)),
      ).toHaveLength(1);
      expect(await runs('serviceRequests', 'note', reference, 'More')).toEqual({
        code: 1,
        said: expect.stringContaining('is closed; nothing was changed'),
      });
      expect(await runs('serviceRequests', 'reopen', reference, 'Once more')).toMatchObject({ code: 0 });
      expect(await runs('serviceRequests', 'reopen', reference, 'Once more')).toEqual({
        code: 1,
        said: expect.stringContaining('is not closed; nothing was changed'),
      });
    });

    it('is told that there is no such request', async () => {
      for (const words of [
        ['show', 'SR-0000-0000'],
        ['close', '8204100000000-0123456789abcdef'],
      ]) {
        expect(await runs('serviceRequests', ...words)).toEqual({
          code: 1,
          said: expect.stringContaining('No service request about the portal is called'),
        });
      }
    });

    it.each([
      [[]],
      [['show']],
      [['show', '4711']],
      [['note', 'SR-0000-0000']],
      [['note', 'SR-0000-0000', ' ']],
      [['list', 'lost']],
      [['drop', 'SR-0000-0000']],
    ])('reads how it is used, for %j', async words => {
      const { code, said } = await runs('serviceRequests', ...words);
      expect({ code, said }).toEqual({
        code: 2,
        said: expect.stringContaining('Usage: npm run service-requests'),
      });
    });
  });
});

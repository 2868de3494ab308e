import path from 'node:path';
import { type HelperPlan, modestEnvironment } from './helperProcess.ts';
import { packageProgram } from './packageProgram.ts';

/** The account that every Azurite has, with the key that its documentation publishes. It opens nothing elsewhere. */
const account = 'devstoreaccount1';
const publishedKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** The connection string of an Azurite's table service on this machine. */
export function azuriteConnectionString(port: number): string {
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${publishedKey}`,
    `TableEndpoint=http://127.0.0.1:${port}/${account};`,
  ].join(';');
}

/**
 * Azurite's table service as a process of its own, its data under the data directory (design §5). It rewrites its file
 * every few seconds and when it is interrupted, which must happen once: a second interrupt, and SIGTERM, kill it unsaved.
 */
export function azuritePlan(dataDir: string, port: number): HelperPlan {
  const folder = path.join(dataDir, 'azurite');
  return {
    name: 'azurite',
    title: 'Azurite',
    command: [
      process.execPath,
      packageProgram('azurite', 'azurite-table'),
      ...['--tableHost', '127.0.0.1', '--tablePort', String(port)],
      ...['--location', folder],
      ...['--silent', '--disableTelemetry', '--skipApiVersionCheck'],
    ],
    folder,
    environment: modestEnvironment(),
    answers: () => answersAsAzurite(port),
    signal: 'SIGINT',
    patience: 30_000,
    savesEvery: 6_000,
  };
}

/** It refuses a stranger, and signs its refusal. */
async function answersAsAzurite(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/${account}/Tables`, {
      signal: AbortSignal.timeout(2_000),
    });
    await answer.arrayBuffer();
    return answer.headers.get('server')?.startsWith('Azurite-Table') ?? false;
  } catch {
    return false;
  }
}

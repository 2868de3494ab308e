import path from 'node:path';
import { z } from 'zod';
import type { PersonRef } from '../../domain/identity.ts';
import type { Config } from '../config.ts';
import { clientSettings, clientSettingsFile } from './clientSettings.ts';
import { type DemoClient, demoClients, fullName, teamsUserId } from './demo.ts';
import { type HelperPlan, modestEnvironment } from './helperProcess.ts';
import { packageProgram } from './packageProgram.ts';

const whoItIs = z.object({
  config: z.object({ tenantId: z.string(), currentUser: z.object({ id: z.string() }) }),
});

/** The address of a client, to open in a browser. */
export function clientUrl(config: Config, { seat }: DemoClient): string {
  return `http://localhost:${config.playgroundPorts[seat]}`;
}

/** The client at which someone sits, or else the first of their company; undefined for any other tenant. */
export function demoClientUrl(
  config: Config,
  { tenantId, objectId }: Pick<PersonRef, 'tenantId' | 'objectId'>,
): string | undefined {
  const ofCompany = demoClients.filter(({ company }) => company.tenantId === tenantId);
  const client = ofCompany.find(({ sitting }) => sitting.aadObjectId === objectId) ?? ofCompany[0];
  return client && clientUrl(config, client);
}

/** The variable that moves a client to another port. */
export function clientPortVariable({ seat }: DemoClient): string {
  return `PLAYGROUND_${seat.toUpperCase()}_PORT`;
}

/** A Teams-like client as a process of its own, in a folder of its own under the data directory. */
export function playgroundPlan(config: Config, client: DemoClient): HelperPlan {
  const { seat, company, sitting } = client;
  const folder = path.join(config.dataDir, 'clients', seat);
  const port = config.playgroundPorts[seat];
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    name: `client-${seat}`,
    title: `The client of ${fullName(sitting)} at ${company.name}`,
    command: [
      process.execPath,
      ...['--import', new URL('./loopbackOnly.ts', import.meta.url).href],
      packageProgram('@microsoft/m365agentsplayground', 'agentsplayground'),
      'start',
      ...['--app-endpoint', `http://${host}:${config.port}/api/messages`],
      ...['--channel-id', 'msteams'],
      ...['--service-url', `http://127.0.0.1:${port}/_connector`],
      ...['--port', String(port)],
      '--disable-telemetry',
    ],
    folder,
    files: { [clientSettingsFile]: clientSettings(client) },
    environment: modestEnvironment({
      TEAMSAPPTESTER_BROWSER: 'none',
      // Its telemetry library counts its own use and sends that, whatever the client was told.
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      // It would log every message that waits for a page to be opened, links included; a file has no room for a log in it.
      M365_AGENTS_PLAYGROUND_LOGFILE: path.join(folder, clientSettingsFile, 'no.log'),
    }),
    answers: () => answersFor(client, port),
    signal: 'SIGTERM',
    patience: 10_000,
  };
}

/** With its port taken, a client moves to any other, and says nothing; so it must answer here, and for who sits there. */
async function answersFor({ company, sitting }: DemoClient, port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/_internal/v1/testConfig`, {
      signal: AbortSignal.timeout(2_000),
    });
    const { tenantId, currentUser } = whoItIs.parse(await answer.json()).config;
    return tenantId === company.tenantId && currentUser.id === teamsUserId(sitting);
  } catch {
    return false;
  }
}

import path from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { clientSettings, clientSettingsFile } from './clientSettings.ts';
import { type DemoCompany, demoCompanies } from './demo.ts';
import { type HelperPlan, modestEnvironment } from './helperProcess.ts';
import { packageProgram } from './packageProgram.ts';

const whoItIs = z.object({ config: z.object({ tenantId: z.string() }) });

/** The address of a demo company's client, to open in a browser. */
export function clientUrl(config: Config, company: DemoCompany): string {
  return `http://localhost:${config.playgroundPorts[company.role]}`;
}

/** The client of a demo company, by its tenant; undefined for any other tenant. */
export function demoClientUrl(config: Config, tenantId: string): string | undefined {
  const company = demoCompanies.find(demo => demo.tenantId === tenantId);
  return company && clientUrl(config, company);
}

/** The variable that moves a demo company's client to another port. */
export function clientPortVariable(company: DemoCompany): string {
  return `PLAYGROUND_${company.role.toUpperCase()}_PORT`;
}

/** A demo company's Teams-like client as a process of its own, in a folder of its own under the data directory. */
export function playgroundPlan(config: Config, company: DemoCompany): HelperPlan {
  const folder = path.join(config.dataDir, 'clients', company.name.toLowerCase().replaceAll(' ', '-'));
  const port = config.playgroundPorts[company.role];
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    name: `client-${company.role}`,
    title: `The client of ${company.name}`,
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
    files: { [clientSettingsFile]: clientSettings(company) },
    environment: modestEnvironment({
      TEAMSAPPTESTER_BROWSER: 'none',
      // Its telemetry library counts its own use and sends that, whatever the client was told.
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      // It would log every message that waits for a page to be opened, links included; a file has no room for a log in it.
      M365_AGENTS_PLAYGROUND_LOGFILE: path.join(folder, clientSettingsFile, 'no.log'),
    }),
    answers: () => answersFor(company, port),
    signal: 'SIGTERM',
    patience: 10_000,
  };
}

/** With its port taken, a client moves to any other, and says nothing; so it must answer here, and for its tenant. */
async function answersFor(company: DemoCompany, port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/_internal/v1/testConfig`, {
      signal: AbortSignal.timeout(2_000),
    });
    return whoItIs.parse(await answer.json()).config.tenantId === company.tenantId;
  } catch {
    return false;
  }
}

import { clouds } from '../clouds.ts';
import type { Proof, ProofOptions } from './proof.ts';

/**
 * The proof, if single sign-on is what the configuration asks for. What it needs is loaded when the first person has to
 * be proven, since most starts never see one.
 */
export function openProof(options: ProofOptions): Proof | undefined {
  const { config, standIns } = options;
  const { registration, ssoConnectionName: connectionName } = config;
  if (config.proof !== 'singleSignOn' || !registration || !connectionName) return undefined;
  const { entraUrl, graphUrl } = standIns?.proof ?? clouds[config.cloud];
  const { appId } = registration;
  let loaded: Promise<Proof> | undefined;
  const load = () => {
    loaded ??= import('./singleSignOn.ts').then(
      ({ SingleSignOn }) => new SingleSignOn({ ...options, appId, connectionName, entraUrl, graphUrl }),
    );
    return loaded;
  };
  return {
    ask: async (...given) => (await load()).ask(...given),
    hear: async (...given) => (await load()).hear(...given),
    close: async () => (await loaded)?.close(),
  };
}

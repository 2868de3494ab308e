import { setupInformationCard } from '../cards/setupInformation.ts';
import { setupInformationUrl } from '../domain/setupCode.ts';
import type { SetupShown } from '../operations/setupCode.ts';
import type { Answer, Turn } from './turn.ts';

/** The one card that holds a setup code, in the answer to the click and nowhere else. */
export function setupInformation(turn: Turn, shown: SetupShown): Answer {
  const { goneAt, code, accountName: address, ...account } = shown;
  const { publicUrl } = turn.desk.settings;
  const copyUrl = setupInformationUrl(publicUrl, turn.language, { address, code, goneAt });
  return {
    card: setupInformationCard({ ...account, accountName: address, code, copyUrl }, turn.language),
  };
}

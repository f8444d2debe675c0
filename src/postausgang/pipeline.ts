import { publish } from '#infrastructure/database/events.js';
import type { Pipeline } from '#pipeline/stage.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';
import { chooseChannel } from './stages/choose-channel.js';
import { dispatch } from './stages/dispatch.js';
import { followUp } from './stages/follow-up.js';
import { preflight } from './stages/preflight.js';
import { proveDispatch } from './stages/prove-dispatch.js';
import { release } from './stages/release.js';
import { render } from './stages/render.js';
import { failVersand, unfailVersand } from './versand.repository.js';

/**
 * The way of one letter, after its author has handed it in. Its order lives here and nowhere else.
 * @throws ConfigInvalid for a faulty template or letterhead.
 */
export const createPostausgangPipeline = (deps: PostausgangDeps): Pipeline => {
  const mittel = mittelOf(deps);
  return {
    name: 'postausgang',
    stages: [
      render(deps, mittel), // PDF/A from template and data
      preflight(deps, mittel), // read back and checked; faults go back to the author
      release(deps, mittel), // a second person, where the template asks for one
      chooseChannel(deps, mittel), // e-mail or post, with the reason
      dispatch(deps, mittel), // sent once, or uncertain, or failed; never twice
      proveDispatch(deps, mittel), // Dokument and Ab-Vermerk in the Vorgang
      followUp(deps, mittel), // day of the presumed notification
    ],
    onClearing: async (tx, id, reason) => {
      await failVersand(tx, { id, ...reason });
      await publish(tx, [{ kind: 'postausgang', id }]);
    },
    onReopened: (tx, id) => unfailVersand(tx, id),
  };
};

import type { Route } from '#http/route.js';
import type { Permission, Principal } from '#organisation/index.js';
import { createClearingRoutes } from './clearing.routes.js';
import { createClearingplatzRoutes } from './clearingplatz/clearingplatz.routes.js';
import { createDoppelRoutes } from './doppel/doppel.routes.js';
import { createInhaltRoutes } from './inhalt.routes.js';
import { createKorrespondentRoutes } from './korrespondenten/korrespondent.routes.js';
import { createMailRoutes } from './mail.routes.js';
import { createNachscanRoutes } from './nachscan/nachscan.routes.js';
import { createRegisterRoutes } from './posteingang.routes.js';
import type { PosteingangRouteDeps } from './posteingang-deps.js';
import { createPostkorbRoutes } from './postkorb.routes.js';
import { createRechnungRoutes } from './rechnung.routes.js';
import { createSeitenRoutes } from './seiten.routes.js';
import { createSelbstannahmeRoutes } from './selbstannahme/selbstannahme.routes.js';
import { createStichprobeRoutes } from './selbstannahme/stichprobe.routes.js';
import { createTransferRoutes } from './sources/uebertragung.routes.js';
import { createStapelRoutes } from './stapel/stapel.routes.js';
import { createBlaetterRoutes } from './trennung/blaetter.routes.js';
import { createSeitenordnungRoutes } from './trennung/seitenordnung.routes.js';
import { createRegelRoutes } from './verschluss/regeln.routes.js';
import { createVergabeRoutes } from './verschluss/vergabe.routes.js';
import { createVerschlussRoutes } from './verschluss/verschluss.routes.js';
import { createWahlRoutes } from './verschluss/wahl.routes.js';
import { createQuarantaeneRoutes } from './virenpruefung/quarantaene.routes.js';
import { createZustaendigkeitRoutes } from './zustaendigkeit/zustaendigkeit.routes.js';

/** All routes of the way in; fixed paths come before those with an id. */
export const createPosteingangRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => [
  ...createRegisterRoutes(deps),
  ...createStapelRoutes(deps),
  ...createNachscanRoutes(deps),
  ...createTransferRoutes(deps),
  ...createPostkorbRoutes(deps),
  ...createClearingplatzRoutes(deps),
  ...createClearingRoutes(deps),
  ...createInhaltRoutes(deps),
  ...createMailRoutes(deps),
  ...createKorrespondentRoutes(deps),
  ...createDoppelRoutes(deps),
  ...createRechnungRoutes(deps),
  ...createSeitenRoutes(deps),
  ...createBlaetterRoutes(deps),
  ...createSeitenordnungRoutes(deps),
  ...createQuarantaeneRoutes(deps),
  ...createStichprobeRoutes(deps),
  ...createSelbstannahmeRoutes(deps),
  ...createZustaendigkeitRoutes(deps),
  ...createRegelRoutes(deps),
  ...createVerschlussRoutes(deps),
  ...createVergabeRoutes(deps),
  ...createWahlRoutes(deps),
];

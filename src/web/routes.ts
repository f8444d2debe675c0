import type { ComponentType } from 'preact';
import type { PermissionName } from '#organisation/organisation.schema.js';
import { AktePage } from './pages/aktenplan/akte-page.js';
import { PlanPage } from './pages/aktenplan/plan-page.js';
import { ApiDocPage } from './pages/api-doku/api-doc-page.js';
import { AuswertungPage } from './pages/auswertung/auswertung-page.js';
import { StatusPage } from './pages/betrieb/status-page.js';
import { ClearingListPage } from './pages/clearing/clearing-list-page.js';
import { ClearingPage } from './pages/clearing/clearing-page.js';
import { FristPage } from './pages/fristen/frist-page.js';
import { FristenPage } from './pages/fristen/fristen-page.js';
import { RechnerPage } from './pages/fristen/rechner-page.js';
import { AccountPage } from './pages/konto/account-page.js';
import { TokenPage } from './pages/konto/token-page.js';
import { ModellPage } from './pages/modell/modell-page.js';
import { ItemPage } from './pages/posteingang/item-page.js';
import { RegisterPage } from './pages/posteingang/register-page.js';
import { UploadPage } from './pages/posteingang/upload-page.js';
import { EntryPage } from './pages/postkorb/entry-page.js';
import { PostkorbPage } from './pages/postkorb/postkorb-page.js';
import { KostenPage } from './pages/postlauf/kosten-page.js';
import { LaufPage } from './pages/postlauf/lauf-page.js';
import { PostlaufPage } from './pages/postlauf/postlauf-page.js';
import { AuditPage } from './pages/revision/audit-page.js';
import { LetterPage } from './pages/schreiben/letter-page.js';
import { LettersPage } from './pages/schreiben/letters-page.js';
import { NewLetterPage } from './pages/schreiben/new-letter-page.js';
import { ReleasePage } from './pages/schreiben/release-page.js';
import { UnclearPage } from './pages/schreiben/unclear-page.js';
import { OrderPage } from './pages/seiten/order-page.js';
import { StapelListPage } from './pages/stapel/stapel-list-page.js';
import { StapelPage } from './pages/stapel/stapel-page.js';
import { StichprobeListPage } from './pages/stichprobe/stichprobe-list-page.js';
import { StichprobePage } from './pages/stichprobe/stichprobe-page.js';
import { SearchPage } from './pages/suche/search-page.js';
import { ElectionPage } from './pages/verschluss/election-page.js';
import { EnvelopePage } from './pages/verschluss/envelope-page.js';
import { RulesPage } from './pages/verschluss/rules-page.js';
import { SealedListPage } from './pages/verschluss/sealed-list-page.js';
import { SealedPage } from './pages/verschluss/sealed-page.js';
import { TenderListPage } from './pages/verschluss/tender-list-page.js';
import { TenderPage } from './pages/verschluss/tender-page.js';
import { PeoplePage } from './pages/verwaltung/people-page.js';
import { UnitsPage } from './pages/verwaltung/units-page.js';
import { DocumentPage } from './pages/vorgang/document-page.js';
import { EmpfangPage } from './pages/vorgang/empfang-page.js';
import { VorgangListPage } from './pages/vorgang/vorgang-list-page.js';
import { VorgangPage } from './pages/vorgang/vorgang-page.js';
import { FassungPage } from './pages/vorlagen/fassung-page.js';
import { VorlagenPage } from './pages/vorlagen/vorlagen-page.js';
import { ZustaendigkeitPage } from './pages/zustaendigkeit/zustaendigkeit-page.js';

interface PageRoute {
  path: string;
  /** Undefined for pages of every signed-in person. */
  permission?: PermissionName;
  page: ComponentType<{ params: Readonly<Record<string, string>> }>;
}

/** Every page by its address; the first that fits is shown. */
export const routes: readonly PageRoute[] = [
  { path: '/poststelle/hochladen', permission: 'posteingang:receive', page: UploadPage },
  { path: '/poststelle/stapel', permission: 'posteingang:receive', page: StapelListPage },
  { path: '/poststelle/stapel/:id', permission: 'posteingang:receive', page: StapelPage },
  { path: '/posteingang', permission: 'posteingang:register', page: RegisterPage },
  { path: '/posteingang/:id', permission: 'posteingang:register', page: ItemPage },
  { path: '/posteingang/:id/seiten', permission: 'posteingang:clear', page: OrderPage },
  { path: '/clearing', permission: 'posteingang:clear', page: ClearingListPage },
  { path: '/clearing/:id', permission: 'posteingang:clear', page: ClearingPage },
  { path: '/verschluss', permission: 'verschluss:oeffnen', page: SealedListPage },
  { path: '/verschluss/erfassen', permission: 'posteingang:receive', page: EnvelopePage },
  { path: '/verschluss/:id', permission: 'verschluss:oeffnen', page: SealedPage },
  { path: '/vergaben', permission: 'verschluss:oeffnen', page: TenderListPage },
  { path: '/vergaben/:id', permission: 'verschluss:oeffnen', page: TenderPage },
  { path: '/briefwahl', permission: 'posteingang:receive', page: ElectionPage },
  { path: '/stichprobe', permission: 'posteingang:clear', page: StichprobeListPage },
  { path: '/stichprobe/:id', permission: 'posteingang:clear', page: StichprobePage },
  {
    path: '/verwaltung/zustaendigkeiten',
    permission: 'organisation:manage',
    page: ZustaendigkeitPage,
  },
  { path: '/modell', permission: 'modell:read', page: ModellPage },
  { path: '/postkorb', permission: 'postkorb:read', page: PostkorbPage },
  { path: '/postkorb/:id', permission: 'postkorb:read', page: EntryPage },
  { path: '/vorgaenge', permission: 'vorgang:read', page: VorgangListPage },
  { path: '/vorgaenge/:id', permission: 'vorgang:read', page: VorgangPage },
  {
    path: '/vorgaenge/:id/beteiligte/:beteiligterId',
    permission: 'vorgang:read',
    page: EmpfangPage,
  },
  { path: '/dokumente/:id', permission: 'vorgang:read', page: DocumentPage },
  { path: '/aktenplan', permission: 'vorgang:read', page: PlanPage },
  { path: '/akten/:id', permission: 'vorgang:read', page: AktePage },
  { path: '/fristen', permission: 'vorgang:read', page: FristenPage },
  { path: '/fristen/:id', permission: 'vorgang:read', page: FristPage },
  { path: '/fristenrechner', permission: 'vorgang:read', page: RechnerPage },
  { path: '/suche', page: SearchPage },
  { path: '/schreiben', permission: 'postausgang:read', page: LettersPage },
  { path: '/schreiben/neu', permission: 'postausgang:write', page: NewLetterPage },
  { path: '/schreiben/:id', permission: 'postausgang:read', page: LetterPage },
  { path: '/freigabe', permission: 'postausgang:release', page: ReleasePage },
  { path: '/postlauf', permission: 'postlauf:fuehren', page: PostlaufPage },
  { path: '/postlauf/:id', permission: 'postlauf:fuehren', page: LaufPage },
  { path: '/versandklaerung', permission: 'postausgang:resolve', page: UnclearPage },
  { path: '/verwaltung/vorlagen', permission: 'vorlagen:manage', page: VorlagenPage },
  {
    path: '/verwaltung/vorlagen/:art/:schluessel',
    permission: 'vorlagen:manage',
    page: FassungPage,
  },
  { path: '/verwaltung/einheiten', permission: 'organisation:manage', page: UnitsPage },
  { path: '/verwaltung/personen', permission: 'organisation:manage', page: PeoplePage },
  { path: '/verwaltung/handhabungsregeln', permission: 'organisation:read', page: RulesPage },
  { path: '/porto', permission: 'auswertung:read', page: KostenPage },
  { path: '/auswertung', permission: 'auswertung:read', page: AuswertungPage },
  { path: '/betrieb', permission: 'betrieb:read', page: StatusPage },
  { path: '/revision', permission: 'audit:read', page: AuditPage },
  { path: '/konto', page: AccountPage },
  { path: '/konto/tokens', page: TokenPage },
  { path: '/api-doku', page: ApiDocPage },
];

import { publish } from '#infrastructure/database/events.js';
import type { Pipeline } from '#pipeline/stage.js';
import { setZustand } from './clearing.repository.js';
import type { PosteingangDeps } from './posteingang-deps.js';
import { acknowledge } from './stages/acknowledge.js';
import { attach } from './stages/attach.js';
import { authenticateMail } from './stages/authenticate-mail.js';
import { checkEnclosures, checkViruses } from './stages/check-viruses.js';
import { classify } from './stages/classify.js';
import { collate } from './stages/collate.js';
import { drawSample } from './stages/draw-sample.js';
import { extract } from './stages/extract.js';
import { findDoppel } from './stages/find-doppel.js';
import { inspect } from './stages/inspect.js';
import { matchVorgang } from './stages/match-vorgang.js';
import { notify } from './stages/notify.js';
import { openContainer } from './stages/open-container.js';
import { proposeFristen } from './stages/propose-fristen.js';
import { readInvoice } from './stages/read-invoice.js';
import { recogniseSheet } from './stages/recognise-sheet.js';
import { recogniseText } from './stages/recognise-text.js';
import { renderArchiveCopy } from './stages/render-archive-copy.js';
import { separate } from './stages/separate.js';
import { splitPages } from './stages/split-pages.js';
import { storeOriginal } from './stages/store-original.js';
import { takeDeliveryReport } from './stages/take-delivery-report.js';

/** The way of one letter, after `receive` has acknowledged it. Its order lives here and nowhere else. */
export const createPosteingangPipeline = (deps: PosteingangDeps): Pipeline => ({
  name: 'posteingang',
  stages: [
    storeOriginal(deps), // the stored bytes are read back and checked
    checkViruses(deps), // clamd, where it is set up; a find goes to quarantine unopened
    inspect(deps), // type, pages, limits, in a parser child
    openContainer(deps), // a mail becomes its cover and its attachments, an archive and a PDF portfolio their files
    checkEnclosures(deps), // the files that were found inside
    authenticateMail(deps), // the sender's domain by SPF, DKIM, DMARC, ARC, where switched on
    takeDeliveryReport(deps), // a server's word that it has taken a letter of ours ends here, as evidence of the letter
    acknowledge(deps), // the order to acknowledge a mail, where its address is to
    readInvoice(deps), // the business terms of electronic invoices, checked, compared with earlier ones
    collate(deps), // fronts and backs that were scanned one after the other, in one order
    splitPages(deps), // page images and text layers, a range of pages at a time
    recogniseSheet(deps), // a sheet of ours names its Vorgang by its signed code, before its text is read
    recogniseText(deps), // OCR for pages without a usable text layer, one page at a time
    separate(deps), // our separator sheets cut a stack into letters
    renderArchiveCopy(deps), // searchable PDF beside the original
    extract(deps), // sender, date, subject, signs, with their places
    findDoppel(deps), // the same letter that came before by another way, by what its pages say
    classify(deps), // kind of letter and unit, with confidence and reasons
    matchVorgang(deps), // exactly one Vorgang, or Clearing with the candidates
    drawSample(deps), // a random share of what goes through alone waits for a person who answers blindly
    attach(deps), // Dokument in the E-Akte
    proposeFristen(deps), // periods by law and by the sender, to be confirmed
    notify(deps), // Postkorb of the unit
  ],
  onClearing: async (tx, id) => {
    await setZustand(tx, id, 'clearing');
    await publish(tx, [{ kind: 'posteingang', id }]);
  },
  onReopened: async (tx, id) => void (await setZustand(tx, id, 'in_bearbeitung')),
});

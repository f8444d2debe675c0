import { useState } from 'preact/hooks';
import { useCan } from '#web/session.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { CoverDialog } from './cover-dialog.js';

/** Separator and cover sheets to print before paper goes through the scanner. */
export const SheetButtons = ({ small }: { small?: boolean }) => {
  const can = useCan();
  const [printing, setPrinting] = useState(false);
  const look = small === true ? { small } : {};
  return (
    <>
      <LinkButton
        {...look}
        label="Trennblätter drucken"
        icon="download"
        href="/api/trennblaetter.pdf?anzahl=10"
        download
      />
      {can('posteingang:clear') ? (
        <Button
          {...look}
          label="Deckblatt drucken"
          icon="download"
          onClick={() => setPrinting(true)}
        />
      ) : null}
      {printing ? <CoverDialog onClose={() => setPrinting(false)} /> : null}
    </>
  );
};

import type { ComponentProps } from 'preact';
import { useState } from 'preact/hooks';
import { Tabs } from '#web/ui/tabs.js';
import { PageViewer } from '#web/ui/viewer/page-viewer.js';
import { MailView } from './mail-view.js';

type Props = ComponentProps<typeof PageViewer> & {
  /** Where the item is found as a mail; null for everything else. */
  mail: string | null;
};

/** The pages of an item; of a mail also the mail itself, which is shown first until a place on a page is asked for. */
export const ItemViewer = ({ mail, ...pages }: Props) => {
  const [chosen, setChosen] = useState<string>();
  if (mail === null) return <PageViewer {...pages} />;
  const view = pages.active === undefined ? (chosen ?? 'mail') : 'seiten';
  return (
    <div class="item-viewer">
      <Tabs
        label="Ansicht des Eingangs"
        active={view}
        onChange={setChosen}
        tabs={[
          { key: 'mail', label: 'E-Mail' },
          { key: 'seiten', label: 'Seiten und Anlagen', count: pages.pages.length },
        ]}
      >
        {view === 'mail' ? <MailView address={mail} /> : <PageViewer {...pages} />}
      </Tabs>
    </div>
  );
};

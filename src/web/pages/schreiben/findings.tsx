import { useEffect, useRef } from 'preact/hooks';
import { Button } from '#web/ui/button.js';
import { Icon } from '#web/ui/icon.js';
import { boxOf, type KeyedFinding, type ShownFindings } from './use-findings.js';

const findingIcons = { fehler: 'danger', hinweis: 'warning', ok: 'success' } as const;
const findingWords = { fehler: 'Fehler', hinweis: 'Hinweis', ok: 'In Ordnung' } as const;

const Entry = (props: {
  finding: KeyedFinding;
  chosen: boolean;
  onChoose: (key: string) => void;
}) => {
  const { finding, chosen, onChoose } = props;
  const entry = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) entry.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <li
      ref={entry}
      class={`findings__entry findings__entry--${finding.stufe}${chosen ? ' findings__entry--chosen' : ''}`}
      aria-current={chosen ? 'true' : undefined}
    >
      <Icon name={findingIcons[finding.stufe]} size="small" />
      <span>
        <span class="kern-sr-only">{findingWords[finding.stufe]}: </span>
        {finding.text}
        {finding.seite === null || finding.stufe === 'ok' ? '' : ` (Seite ${finding.seite})`}
        {finding.rat === undefined ? null : <span class="findings__advice">{finding.rat}</span>}
        {finding.stelle === undefined ? null : (
          <Button
            label="Auf der Seite zeigen"
            spoken={`Auf der Seite zeigen: ${finding.text}`}
            small
            variant="tertiary"
            pressed={chosen}
            onClick={() => onChoose(finding.key)}
          />
        )}
      </span>
    </li>
  );
};

/** What the check before release found, each finding with what to do; those with a place lead to it. */
export const Findings = ({ shown }: { shown: ShownFindings }) => {
  if (shown.findings.length === 0) return <p class="muted">Noch nicht geprüft.</p>;
  return (
    <>
      {shown.placed < 2 ? null : (
        <div class="findings__steps">
          <Button label="Vorheriger Befund" small shortcut="Shift+B" onClick={() => shown.go(-1)} />
          <Button label="Nächster Befund" small shortcut="B" onClick={() => shown.go(1)} />
        </div>
      )}
      <ul class="findings">
        {shown.findings.map((finding) => (
          <Entry
            key={finding.key}
            finding={finding}
            chosen={finding.key === shown.chosen}
            onChoose={shown.choose}
          />
        ))}
      </ul>
    </>
  );
};

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

const Frame = ({ finding, chosen }: { finding: KeyedFinding; chosen: boolean }) => {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) frame.current?.scrollIntoView({ block: 'center' });
  }, [chosen]);
  const box = boxOf(finding);
  if (box === undefined) return null;
  return (
    <div
      ref={frame}
      class={`finding-frame finding-frame--${finding.stufe}${chosen ? ' finding-frame--chosen' : ''}`}
      style={{
        left: percent(box.x),
        top: percent(box.y),
        width: percent(box.width),
        height: percent(box.height),
      }}
    />
  );
};

/** The rectangles over the picture of one page; the list beside it says the same in words. */
export const FindingFrames = ({ shown, seite }: { shown: ShownFindings; seite: number }) => (
  <div class="finding-frames" aria-hidden="true">
    {shown.findings
      .filter((finding) => finding.stelle?.seite === seite)
      .map((finding) => (
        <Frame key={finding.key} finding={finding} chosen={finding.key === shown.chosen} />
      ))}
  </div>
);

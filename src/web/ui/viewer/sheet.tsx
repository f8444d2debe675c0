import { useEffect, useRef, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { SeitenText } from '#posteingang/posteingang.schema.js';
import type { Highlight, ViewerPage } from './page-image.js';

type Words = z.infer<typeof SeitenText>['worte'];

interface SheetProps {
  page: ViewerPage;
  pageCount: number;
  size: { width: number; height: number };
  rotation: number;
  /** Shown width in CSS pixels. */
  width: number;
  words: Words;
  highlights: readonly Highlight[];
  active: string | undefined;
  onHighlight: ((key: string) => void) | undefined;
}

const turned = (rotation: number, { width, height }: SheetProps['size']) => {
  const box = rotation % 180 === 0 ? `0 0 ${width} ${height}` : `0 0 ${height} ${width}`;
  const moves: Record<number, string> = {
    0: '',
    90: `translate(${height} 0) rotate(90)`,
    180: `translate(${width} ${height}) rotate(180)`,
    270: `translate(0 ${width}) rotate(270)`,
  };
  return { viewBox: box, transform: moves[rotation] ?? '' };
};

/** The words in their places, invisible and selectable, so that text can be copied from the image. */
const TextLayer = ({ words, size }: Pick<SheetProps, 'words' | 'size'>) => (
  <g class="sheet__text">
    {words.map((word, index) => (
      <text
        key={index}
        x={word.box.x * size.width}
        y={(word.box.y + word.box.height * 0.8) * size.height}
        font-size={word.box.height * size.height * 0.9}
        textLength={Math.max(1, word.box.width * size.width)}
        lengthAdjust="spacingAndGlyphs"
      >
        {`${word.text} `}
      </text>
    ))}
  </g>
);

const Marks = (props: Pick<SheetProps, 'highlights' | 'active' | 'size' | 'onHighlight'>) => {
  const { size } = props;
  const pad = size.width * 0.004;
  return (
    <g>
      {props.highlights.map((mark) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the same choice is a button in the list of fields
        <rect
          key={mark.key}
          data-mark={mark.key}
          class={mark.key === props.active ? 'mark mark--active' : 'mark'}
          x={mark.box.x * size.width - pad}
          y={mark.box.y * size.height - pad}
          width={mark.box.width * size.width + 2 * pad}
          height={mark.box.height * size.height + 2 * pad}
          rx={pad}
          onClick={() => props.onHighlight?.(mark.key)}
        >
          <title>{mark.label}</title>
        </rect>
      ))}
    </g>
  );
};

/** One page: its image, the places of recognised fields and the selectable text, in one drawing. */
export const Sheet = (props: SheetProps) => {
  const { page, size, rotation, width } = props;
  const drawing = useRef<SVGSVGElement>(null);
  const [failed, setFailed] = useState<string>();
  const { viewBox, transform } = turned(rotation, size);
  const address = page.bild ?? undefined;
  useEffect(() => {
    if (props.active === undefined) return;
    const mark = [...(drawing.current?.querySelectorAll<SVGRectElement>('[data-mark]') ?? [])].find(
      (candidate) => candidate.dataset['mark'] === props.active,
    );
    mark?.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'auto' });
  }, [props.active, page.nummer]);
  const shownHeight =
    rotation % 180 === 0 ? (width * size.height) / size.width : (width * size.width) / size.height;
  return (
    <svg
      ref={drawing}
      class="sheet"
      role="img"
      aria-label={`Seite ${page.nummer} von ${props.pageCount}${page.leer === true ? ', leer' : ''}. Den Text zeigt die Ansicht „Text“.`}
      viewBox={viewBox}
      width={width}
      height={shownHeight}
    >
      <g transform={transform}>
        <rect class="sheet__paper" width={size.width} height={size.height} />
        {address === undefined ? null : (
          <image
            key={address}
            href={address}
            width={size.width}
            height={size.height}
            preserveAspectRatio="none"
            onError={() => setFailed(address)}
          />
        )}
        {failed !== undefined && failed === address ? (
          <text
            class="sheet__note"
            x={size.width / 2}
            y={size.height / 4}
            font-size={size.width / 30}
            text-anchor="middle"
          >
            Das Seitenbild konnte nicht geladen werden.
          </text>
        ) : null}
        <Marks
          highlights={props.highlights}
          active={props.active}
          size={size}
          onHighlight={props.onHighlight}
        />
        <TextLayer words={props.words} size={size} />
      </g>
    </svg>
  );
};

import { useEffect, useRef } from 'preact/hooks';
import type { z } from 'zod';
import type { SeitenText } from '#tools/page-text.schema.js';
import { type Highlight, useSharpImage, type ViewerPage } from './page-image.js';

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
  /** Keys of the places that are shown now: a field, a place of the search. */
  active: readonly string[];
  /** The one of them that was chosen last and is brought into sight. */
  focus: string | undefined;
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
        data-line={word.line}
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

const kindClasses = {
  feld: 'mark',
  treffer: 'mark mark--hit',
  befund: 'mark mark--fault',
} as const;

const classOf = (mark: Highlight, active: readonly string[]): string => {
  const name = kindClasses[mark.kind];
  return active.includes(mark.key) ? `${name} mark--active` : name;
};

const Marks = (props: Pick<SheetProps, 'highlights' | 'active' | 'size'>) => {
  const { size } = props;
  const pad = size.width * 0.004;
  return (
    <g>
      {props.highlights.map((mark, index) => (
        <rect
          key={`${mark.key} ${index}`}
          data-mark={mark.key}
          class={classOf(mark, props.active)}
          x={mark.box.x * size.width - pad}
          y={mark.box.y * size.height - pad}
          width={mark.box.width * size.width + 2 * pad}
          height={mark.box.height * size.height + 2 * pad}
          rx={pad}
        >
          <title>{mark.label}</title>
        </rect>
      ))}
    </g>
  );
};

/** The field under the pointer; the selectable words lie above the marks. */
const fieldAt = (event: MouseEvent, fields: readonly Highlight[]): string | undefined => {
  if (window.getSelection()?.isCollapsed === false) return undefined;
  const keys = document
    .elementsFromPoint(event.clientX, event.clientY)
    .map((element) => (element instanceof SVGElement ? element.dataset['mark'] : undefined));
  return fields.find((mark) => mark.kind !== 'treffer' && keys.includes(mark.key))?.key;
};

/** Brings the chosen place into sight, once for each choice, and again when its page is drawn. */
const useInSight = (props: SheetProps) => {
  const drawing = useRef<SVGSVGElement>(null);
  const { focus, page, highlights } = props;
  const isHere = highlights.some((mark) => mark.key === focus);
  useEffect(() => {
    if (focus === undefined || !isHere) return;
    const marks = drawing.current?.querySelectorAll<SVGRectElement>('[data-mark]') ?? [];
    const mark = [...marks].find((candidate) => candidate.dataset['mark'] === focus);
    mark?.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'auto' });
  }, [focus, page.nummer, isHere]);
  return drawing;
};

const Note = ({ size }: Pick<SheetProps, 'size'>) => (
  <text
    class="sheet__note"
    x={size.width / 2}
    y={size.height / 4}
    font-size={size.width / 30}
    text-anchor="middle"
  >
    Das Seitenbild konnte nicht geladen werden.
  </text>
);

/** One page: its image, the places of fields and hits, and the selectable text, in one drawing. */
export const Sheet = (props: SheetProps) => {
  const { page, size, rotation, width } = props;
  const drawing = useInSight(props);
  const isUpright = rotation % 180 === 0;
  const image = useSharpImage(page.bild, isUpright ? width : (width * size.width) / size.height);
  const { viewBox, transform } = turned(rotation, size);
  const choose = (event: MouseEvent): void => {
    const key = fieldAt(event, props.highlights);
    if (key !== undefined) props.onHighlight?.(key);
  };
  const shownHeight = isUpright
    ? (width * size.height) / size.width
    : (width * size.width) / size.height;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same choice is a button in the list of fields
    <svg
      ref={drawing}
      class="sheet"
      role="img"
      aria-label={`Seite ${page.nummer} von ${props.pageCount}${page.leer === true ? ', leer' : ''}. Den Text zeigt die Ansicht „Text“.`}
      viewBox={viewBox}
      width={width}
      height={shownHeight}
      onClick={choose}
    >
      <g transform={transform}>
        <rect class="sheet__paper" width={size.width} height={size.height} />
        {image.address === undefined ? null : (
          <image
            href={image.address}
            width={size.width}
            height={size.height}
            preserveAspectRatio="none"
          />
        )}
        {image.failed ? <Note size={size} /> : null}
        <Marks highlights={props.highlights} active={props.active} size={size} />
        <TextLayer words={props.words} size={size} />
      </g>
    </svg>
  );
};

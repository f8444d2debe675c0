/** Whether any letter of the node is selected; touching its edge does not count. */
const overlaps = (selected: Range, node: Node): boolean => {
  const own = document.createRange();
  own.selectNodeContents(node);
  return (
    selected.compareBoundaryPoints(Range.END_TO_START, own) < 0 &&
    selected.compareBoundaryPoints(Range.START_TO_END, own) > 0
  );
};

/** The text of the selected words of a page, line by line as on the paper; undefined when there is none. */
export const selectedText = (within: Element): string | undefined => {
  const selection = window.getSelection();
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  const lines = new Map<string, string[]>();
  for (const word of within.querySelectorAll<SVGTextElement>('text[data-line]')) {
    if (!overlaps(range, word)) continue;
    const line = word.dataset['line'] ?? '';
    lines.set(line, [...(lines.get(line) ?? []), (word.textContent ?? '').trim()]);
  }
  if (lines.size === 0) return undefined;
  return [...lines.values()].map((words) => words.join(' ')).join('\n');
};

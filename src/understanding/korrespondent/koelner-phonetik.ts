const plain: Readonly<Record<string, string>> = {
  a: '0',
  e: '0',
  i: '0',
  j: '0',
  o: '0',
  u: '0',
  y: '0',
  b: '1',
  f: '3',
  v: '3',
  w: '3',
  g: '4',
  k: '4',
  q: '4',
  l: '5',
  m: '6',
  n: '6',
  r: '7',
  s: '8',
  z: '8',
};

const codeOfC = (before: string, after: string): string => {
  if (before === '') return 'ahkloqrux'.includes(after) && after !== '' ? '4' : '8';
  if ('sz'.includes(before)) return '8';
  return 'ahkoqux'.includes(after) && after !== '' ? '4' : '8';
};

const codeOf = (letter: string, before: string, after: string): string => {
  switch (letter) {
    case 'c':
      return codeOfC(before, after);
    case 'd':
    case 't':
      return after !== '' && 'csz'.includes(after) ? '8' : '2';
    case 'p':
      return after === 'h' ? '3' : '1';
    case 'x':
      return before !== '' && 'ckq'.includes(before) ? '8' : '48';
    default:
      return plain[letter] ?? '';
  }
};

/**
 * How a word in basic Latin letters sounds to a German ear, as digits (Kölner Phonetik, Postel 1969): Meyer, Maier and
 * Mayr share 67. Empty for a word without letters.
 */
export const soundOf = (word: string): string => {
  const letters = [...word.toLowerCase()].filter((letter) => letter >= 'a' && letter <= 'z');
  const codes = letters
    .map((letter, index) => codeOf(letter, letters[index - 1] ?? '', letters[index + 1] ?? ''))
    .join('');
  const once = codes.replace(/(.)\1+/g, '$1');
  return once.slice(0, 1) + once.slice(1).replace(/0/g, '');
};

/** Fields of one group, names in lower case; of several with one name the first counts. */
export type FieldGroup = ReadonlyMap<string, string>;

/** Groups of fields with blank lines between them, as in RFC 3464 section 2.1; continuation lines are joined. */
export const fieldGroups = (text: string): FieldGroup[] => {
  const groups: Map<string, string>[] = [];
  let group = new Map<string, string>();
  let last: string | undefined;
  const close = (): void => {
    if (group.size > 0) groups.push(group);
    group = new Map();
    last = undefined;
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const field = /^([A-Za-z][A-Za-z0-9-]{0,60})\s*:\s*(.*)$/.exec(line);
    if (line.trim() === '') close();
    else if (field?.[1] !== undefined) {
      const name = field[1].toLowerCase();
      // Some servers forget the blank line between recipients.
      if (name === 'final-recipient' && group.has(name)) close();
      last = group.has(name) ? undefined : name;
      if (last !== undefined) group.set(name, (field[2] ?? '').trim());
    } else if (/^\s/.test(line) && last !== undefined) {
      group.set(last, `${group.get(last) ?? ''} ${line.trim()}`);
    }
  }
  close();
  return groups;
};

/** `rfc822; <a@b>` → `a@b`; empty where it holds no address. */
export const addressIn = (value: string | undefined): string => {
  const rest = (value ?? '').replace(/^[^;]*;/, '');
  return (/[^\s<>()",;:]{1,64}@[^\s<>()",;:]{1,255}/.exec(rest)?.[0] ?? '').slice(0, 320);
};

const messageIdShape = /<[^<>\s]{1,500}>/;

/** The Message-ID in the head of a returned mail, with angle brackets. */
export const messageIdIn = (head: string): string | undefined =>
  messageIdShape.exec(
    /(?:^|[\r\n])[ \t>]*message-id\s*:\s*((?:[^\r\n]|\r?\n[ \t]+)*)/i.exec(head)?.[1] ?? '',
  )?.[0];

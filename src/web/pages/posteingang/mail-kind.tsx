import type { PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { Badge } from '#web/ui/feedback.js';
import { mailartShown } from '#web/words.js';

/** The mark of a mail that is no ordinary one, with the reason where there is room; nothing for the others. */
export const MailKind = ({
  mailart,
  withReason,
}: {
  mailart: PosteingangZeile['mailart'];
  withReason?: boolean;
}) => {
  const shown = mailartShown(mailart?.art);
  if (mailart === null || shown === undefined) return null;
  return (
    <span class="block">
      <Badge tone={shown.tone} text={shown.text} />
      {withReason === true ? <span class="muted"> {mailart.grund}</span> : null}
    </span>
  );
};
